import type { Coin } from '../contract-input.ts';
import type { ProveRequest } from '../request/prove-request.ts';
import { checkSpell, type WholeSpell } from './check-spell.ts';
import { toContractTx } from './contract-tx.ts';
import type { Draft } from './draft.ts';
import { draftTransaction } from './draft-transaction.ts';
import { readPrevious } from './previous.ts';
import { runApps } from './run-apps.ts';

export interface ProveOptions {
  readonly proverFee: Coin | undefined;
  readonly appTimeLimitMs: number;
}

/** A request that every rule allows, and the transaction that answers it. */
export interface Proved {
  readonly whole: WholeSpell;
  readonly draft: Draft;
}

/**
 * Applies every rule that the real prover enforces, in its order, and makes a mock proof.
 * @throws ProveRefusedError
 */
export async function prove(request: ProveRequest, options: ProveOptions): Promise<Proved> {
  const whole = checkSpell(request.spell);
  const previous = readPrevious(request.prevTxs, whole);
  await runApps(request, toContractTx(whole, previous), options.appTimeLimitMs);
  return { whole, draft: draftTransaction(request, whole, previous, options.proverFee) };
}
