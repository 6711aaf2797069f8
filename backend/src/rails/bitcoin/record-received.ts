import { type BlockTransaction, incomingName, recordIncoming } from '../../bitcoin/index.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { confirmationsFor } from './confirmations-for.ts';
import { DUST_SATS } from './dust.ts';
import { findWatchedOutputs, insertOutputs, type WatchedOutput } from './received-output.repository.ts';

/** A transaction that has just been seen to pay merchants, each of them by a row of its own. */
export interface Received {
  readonly merchantId: string;
  readonly id: string;
  readonly blockTime: null;
}

/**
 * Takes note of what these transactions pay to addresses that were given out. A fixed number of statements however many
 * there are; one where they pay none. Answers with what was not known before.
 */
export async function recordReceived(
  tx: Tx,
  config: Pick<Config, 'BITCOIN_CONFIRMATIONS'>,
  transactions: readonly BlockTransaction[],
  now: Date,
): Promise<Received[]> {
  const outputs = await findWatchedOutputs(tx, transactions);
  if (outputs.length === 0) return [];
  const payments = Map.groupBy(
    outputs.filter(({ amountSats }) => amountSats >= DUST_SATS),
    incomingName,
  );
  const ids = await recordIncoming(
    tx,
    [...payments.values()].flatMap((of) => incoming(of, transactions, config)),
    now,
  );
  const rows = outputs.map(({ place: _, ...output }) => ({
    ...output,
    transactionId: output.amountSats >= DUST_SATS ? (ids.get(incomingName(output)) ?? null) : null,
  }));
  const fresh = await insertOutputs(tx, rows, now);
  const news = new Map(
    rows.flatMap(({ merchantId, transactionId: id, txid, vout }) =>
      id !== null && fresh.has(`${txid}:${vout}`) ? [[id, { merchantId, id, blockTime: null }]] : [],
    ),
  );
  return [...news.values()];
}

function incoming(
  outputs: readonly WatchedOutput[],
  transactions: readonly BlockTransaction[],
  config: Pick<Config, 'BITCOIN_CONFIRMATIONS'>,
) {
  const [first] = outputs;
  const transaction = transactions[first?.place ?? -1];
  if (!first || !transaction) return [];
  const { merchantId, txid } = first;
  const amountSats = outputs.reduce((sum, output) => sum + output.amountSats, 0n);
  const depth = confirmationsFor(config.BITCOIN_CONFIRMATIONS, amountSats);
  return [{ merchantId, txid, raw: transaction.raw, spends: transaction.spends, amountSats, depth }];
}
