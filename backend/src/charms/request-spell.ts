import { CharmsError } from '@charmbills/charms';
import { addressToScript, createChainTransaction } from '../bitcoin/index.ts';
import type { PersonScope } from '../identity/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { InvalidInputError } from '../platform/errors/index.ts';
import { recordEvents } from '../platform/events/index.ts';
import { newId } from '../platform/ids.ts';
import { UnsentLimitError } from './charms.errors.ts';
import { giveUpSpells } from './give-up-spells.ts';
import { findRivals, findUnsentFor } from './jobs/rival.repository.ts';
import { countUnsentLocked, createSpellJob } from './jobs/spell-job.repository.ts';
import type { SpellServices } from './ports.ts';
import { PROVE_SPELL } from './prove-spell.job.ts';
import { composeSpell } from './spell/compose-spell.ts';
import type { SpellRequest } from './spell/spell-request.ts';
import { transactionUpdated } from './transaction-updated.ts';

export interface SpellWish {
  readonly merchantId: string;
  /** Who funds and signs the transaction, and receives its charm. */
  readonly person: PersonScope;
  /** What it pays for what it is about. */
  readonly amountSats: bigint;
  readonly request: SpellRequest;
}

/**
 * Transactions that one person may have begun and not sent. A proof takes a prover and one of our workers for
 * minutes, whether or not anybody signs: nobody may keep all of them from everybody else.
 */
export const UNSENT_LIMIT = 5;
const ANY_INPUT = { txid: '00'.repeat(32), vout: 0 };

/**
 * Begins a transaction with a spell: notes the wish, and has it built and proved in the background, all in
 * the caller's database transaction. What was on offer for the same invoice is called off, and the new one takes the
 * place of all that was given up for the subscription and could still be sent.
 * @throws InvalidInputError when no spell can be made of the request; UnsentLimitError
 */
export async function requestSpell(
  tx: Tx,
  services: Pick<SpellServices, 'appBinaries' | 'chainObservers' | 'clock' | 'config' | 'jobs'>,
  { merchantId, person, amountSats, request: wished }: SpellWish,
): Promise<{ readonly transactionId: string }> {
  assertComposable(services, person.address, wished);
  const now = services.clock.now();
  const { personId } = person;
  const since = new Date(now.getTime() - services.config.PROVER_TIMEOUT_SECONDS * 1_000);
  if ((await countUnsentLocked(tx, personId, since)) >= UNSENT_LIMIT)
    throw new UnsentLimitError(UNSENT_LIMIT);
  const request = await insteadOfEarlier(tx, services, { merchantId, personId }, wished);
  const subscriptionId = request.kind === 'subscription_mint' ? request.subscriptionId : null;
  const { id: transactionId } = await createChainTransaction(
    tx,
    { merchantId, kind: request.kind, planId: request.planId, subscriptionId, personId, amountSats },
    now,
  );
  const spellJobId = newId('spellJob');
  await createSpellJob(
    tx,
    {
      merchantId,
      id: spellJobId,
      transactionId,
      personId,
      request,
      changeAddress: person.address,
      publicKey: person.publicKey,
      expiresAt: new Date(now.getTime() + services.config.SPELL_RESERVATION_SECONDS * 1_000),
    },
    now,
  );
  await services.jobs.enqueue(tx, PROVE_SPELL, { spellJobId });
  await recordEvents(tx, now, [transactionUpdated({ transactionId, merchantId, personId })]);
  return { transactionId };
}

async function insteadOfEarlier(
  tx: Tx,
  { chainObservers, clock }: Pick<SpellServices, 'chainObservers' | 'clock'>,
  who: { readonly merchantId: string; readonly personId: string },
  request: SpellRequest,
): Promise<SpellRequest> {
  if (request.kind !== 'subscription_mint') return request;
  const { subscriptionId, invoiceId } = request;
  if (invoiceId !== undefined) {
    const unsent = await findUnsentFor(tx, { ...who, subscriptionId, invoiceId });
    await giveUpSpells(tx, chainObservers, unsent, { event: 'canceled', failure: 'expired' }, clock.now());
  }
  const instead = await findRivals(tx, { ...who, subscriptionId });
  return instead.length === 0 ? request : { ...request, instead };
}

/** What cannot be a spell is refused now, not when a worker comes to it. */
function assertComposable(
  { appBinaries, config }: Pick<SpellServices, 'appBinaries' | 'config'>,
  address: string,
  request: SpellRequest,
): void {
  const signerScript = addressToScript(address, config.BITCOIN_NETWORK);
  const contractVk = appBinaries.currentVk;
  try {
    composeSpell({ request, ins: [ANY_INPUT], signerScript, contractVk, mock: false });
  } catch (error) {
    if (error instanceof CharmsError)
      throw new InvalidInputError(request.kind, error.message, { cause: error });
    throw error;
  }
}
