import type { PaymentReport } from '../../billing/index.ts';
import type { BlockTransaction, ChainTransactionRow } from '../../bitcoin/index.ts';
import type { Tx } from '../../platform/database/index.ts';

/** An output that pays an address that was given out. */
export interface WatchedOutput {
  readonly merchantId: string;
  readonly address: string;
  readonly txid: string;
  readonly vout: number;
  readonly amountSats: bigint;
  /** Which of the transactions asked about carries it. */
  readonly place: number;
}

/**
 * The outputs of these transactions that pay addresses given out: one statement for a whole block, with one look into
 * an index for each output. `OFFSET 0` keeps the planner from reading all addresses there are instead.
 */
export async function findWatchedOutputs(
  tx: Tx,
  transactions: readonly BlockTransaction[],
): Promise<WatchedOutput[]> {
  const outputs = transactions.flatMap(({ txid, outputs }, place) =>
    outputs.map(({ script, amountSats }, vout) => ({ txid, vout, script, amountSats, place })),
  );
  if (outputs.length === 0) return [];
  const scripts = outputs.map(({ script }) =>
    script.length <= LONGEST_SCRIPT_BYTES ? Buffer.from(script).toString('hex') : '',
  );
  const found = await tx.$queryRaw<{ merchantId: string; address: string; at: number }[]>`
    SELECT a.merchant_id AS "merchantId", a.address, o.at::int - 1 AS at
    FROM unnest(${scripts}::text[]) WITH ORDINALITY AS o(script, at)
    CROSS JOIN LATERAL (
      SELECT a.merchant_id, a.address FROM receiving_addresses a WHERE a.script = o.script OFFSET 0
    ) a
    ORDER BY at`;
  return found.flatMap(({ merchantId, address, at }) => {
    const output = outputs[at];
    if (!output) return [];
    const { txid, vout, amountSats, place } = output;
    return [{ merchantId, address, txid, vout, amountSats, place }];
  });
}

/** A taproot output's; no address that is given out has a longer script. */
const LONGEST_SCRIPT_BYTES = 34;

export type NewOutput = Omit<WatchedOutput, 'place'> & { readonly transactionId: string | null };

/** Keeps outputs, each once, and notes that their addresses have been paid to. Answers with those that are new. */
export async function insertOutputs(tx: Tx, outputs: readonly NewOutput[], now: Date): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    WITH o AS (
      SELECT * FROM unnest(${outputs.map(({ merchantId }) => merchantId)}::text[],
        ${outputs.map(({ txid }) => txid)}::text[], ${outputs.map(({ vout }) => vout)}::int[],
        ${outputs.map(({ address }) => address)}::text[],
        ${outputs.map(({ amountSats }) => amountSats.toString())}::text[]::bigint[],
        ${outputs.map(({ transactionId }) => transactionId)}::text[])
        AS o(merchant_id, txid, vout, address, amount_sats, transaction_id)
    ), seen AS (
      UPDATE receiving_addresses a SET seen_at = ${now}::timestamptz
      FROM o WHERE a.merchant_id = o.merchant_id AND a.address = o.address AND a.seen_at IS NULL
    )
    INSERT INTO received_outputs (merchant_id, txid, vout, address, amount_sats, transaction_id, created_at)
    SELECT o.*, ${now}::timestamptz FROM o
    ON CONFLICT (merchant_id, txid, vout) DO NOTHING
    RETURNING txid || ':' || vout AS name`;
  return new Set(rows.map(({ name }) => name));
}

/** What there is to say of the outputs that these transactions carry. */
export async function reportsOf(
  tx: Tx,
  transactions: readonly Pick<ChainTransactionRow, 'merchantId' | 'id' | 'blockTime'>[],
): Promise<PaymentReport[]> {
  const rows = await tx.$queryRaw<
    { merchantId: string; transactionId: string; reference: string; amountSats: bigint; quoteId: string }[]
  >`
    SELECT o.merchant_id AS "merchantId", o.transaction_id AS "transactionId", o.txid || ':' || o.vout AS reference,
      o.amount_sats AS "amountSats", a.quote_id AS "quoteId"
    FROM unnest(${transactions.map(({ merchantId }) => merchantId)}::text[], ${transactions.map(({ id }) => id)}::text[])
      AS t(merchant_id, id)
    JOIN received_outputs o ON o.merchant_id = t.merchant_id AND o.transaction_id = t.id
    JOIN receiving_addresses a ON a.merchant_id = o.merchant_id AND a.address = o.address
    ORDER BY o.merchant_id, o.txid, o.vout`;
  const blockTimes = new Map(transactions.map(({ id, blockTime }) => [id, blockTime]));
  return rows.map(({ merchantId, transactionId, reference, amountSats, quoteId }) => ({
    merchantId,
    rail: 'bitcoin',
    reference,
    quoteReference: quoteId,
    transactionId,
    amount: amountSats,
    confirmedAt: blockTimes.get(transactionId) ?? null,
  }));
}
