import { charmsByOutput, formatApp, formatOutPoint, type OutPoint, verifySpell } from '@charmbills/charms';
import type { Charms, Coin } from '../contract-input.ts';
import { ProveRefusedError } from '../errors.ts';
import type { PrevTx } from '../request/prove-request.ts';
import type { WholeSpell } from './check-spell.ts';

const MAX_MONEY_SATS = 2_100_000_000_000_000n;

/** What previous transactions put on their outputs. */
export interface Previous {
  coinOf(output: OutPoint): Coin;
  /** None where the transaction carries no spell that verifies: an invalid spell is no spell. */
  charmsOf(output: OutPoint): Charms;
  readonly transactions: ReadonlyMap<string, PrevTx>;
}

/**
 * Reads the previous transactions, which must be exactly the parents of ins and refs.
 * @throws ProveRefusedError `PREV_TXS_NOT_EXACT`, `OUTPUT_NOT_FOUND`, `INPUT_APP_NOT_LISTED`
 */
export function readPrevious(prevTxs: readonly PrevTx[], whole: WholeSpell): Previous {
  const transactions = new Map(prevTxs.map((prev) => [prev.tx.txid, prev]));
  checkExact([...whole.ins, ...whole.refs], transactions);
  const charms = new Map(Array.from(transactions, ([txid, prev]) => [txid, charmsOfTx(prev)]));
  const previous: Previous = {
    transactions,
    coinOf(output) {
      const found = transactions.get(output.txid)?.tx.outputs[output.vout];
      if (found === undefined) {
        throw new ProveRefusedError('OUTPUT_NOT_FOUND', `${formatOutPoint(output)} does not exist`);
      }
      if (found.amountSats > MAX_MONEY_SATS) {
        throw new ProveRefusedError(
          'REQUEST_MALFORMED',
          `${formatOutPoint(output)} holds more than all bitcoin`,
        );
      }
      return { amountSats: found.amountSats, dest: found.script };
    },
    charmsOf: ({ txid, vout }) => charms.get(txid)?.[vout] ?? [],
  };
  for (const output of [...whole.ins, ...whole.refs]) previous.coinOf(output);
  checkInputAppsListed(whole, previous);
  return previous;
}

function checkExact(outputs: readonly OutPoint[], provided: ReadonlyMap<string, PrevTx>): void {
  const required = new Set(outputs.map(({ txid }) => txid));
  const missing = [...required].filter((txid) => !provided.has(txid));
  const further = [...provided.keys()].filter((txid) => !required.has(txid));
  if (missing.length > 0 || further.length > 0) {
    throw new ProveRefusedError(
      'PREV_TXS_NOT_EXACT',
      `prev_txs must be exactly the parents of ins and refs; missing: [${missing}], not asked for: [${further}]`,
    );
  }
}

function charmsOfTx({ tx }: PrevTx): readonly Charms[] {
  const verdict = verifySpell(tx, { allowMock: true });
  return verdict.valid ? charmsByOutput(verdict.spell) : [];
}

/** A charm whose app is not listed would be burnt without its contract being asked. */
function checkInputAppsListed({ spell, ins }: WholeSpell, previous: Previous): void {
  const listed = new Set(spell.appPublicInputs.map(([app]) => formatApp(app)));
  for (const input of ins) {
    for (const [app] of previous.charmsOf(input)) {
      if (listed.has(formatApp(app))) continue;
      throw new ProveRefusedError(
        'INPUT_APP_NOT_LISTED',
        `${formatOutPoint(input)} carries a charm of ${formatApp(app)}, which app_public_inputs does not list`,
      );
    }
  }
}
