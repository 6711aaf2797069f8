import type { OutPoint } from '@charmbills/charms';
import type { ChainTransactionStatus } from '../../bitcoin/index.ts';
import type { Tx } from '../../platform/database/index.ts';

/** A transaction that was handed out to be signed, and given up: its owner can still sign and send it. */
export interface Rival {
  readonly txid: string;
  readonly status: ChainTransactionStatus;
  readonly inputs: readonly OutPoint[];
}

/** Those of a subscription that this person could still send, as far as is known here. */
export async function findRivals(
  tx: Tx,
  {
    merchantId,
    subscriptionId,
    personId,
  }: { readonly merchantId: string; readonly subscriptionId: string; readonly personId: string },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM chain_transactions t
    JOIN spell_jobs j ON j.merchant_id = t.merchant_id AND j.transaction_id = t.id
    WHERE t.merchant_id = ${merchantId} AND t.subscription_id = ${subscriptionId} AND t.status = 'failed'
      AND j.person_id = ${personId} AND j.unsigned_tx IS NOT NULL
      AND NOT EXISTS (SELECT FROM chain_inputs i
        JOIN chain_inputs o ON o.txid = i.txid AND o.vout = i.vout
        JOIN chain_transactions c ON c.merchant_id = o.merchant_id AND c.id = o.transaction_id
        WHERE i.merchant_id = t.merchant_id AND i.transaction_id = t.id AND c.settled_at IS NOT NULL)
    ORDER BY t.id DESC`;
  return rows.map(({ id }) => id);
}

export async function readRivals(
  tx: Tx,
  merchantId: string,
  transactionIds: readonly string[],
): Promise<Rival[]> {
  const rows = await tx.chainTransaction.findMany({
    where: { merchantId, id: { in: [...transactionIds] } },
    select: { txid: true, status: true, inputs: { select: { txid: true, vout: true } } },
    orderBy: { id: 'desc' },
  });
  return rows.flatMap(({ txid, status, inputs }) =>
    txid === null ? [] : [{ txid, status: status as ChainTransactionStatus, inputs }],
  );
}

/** What this person has been offered for an invoice of a subscription and not sent. */
export async function findUnsentFor(
  tx: Tx,
  {
    personId,
    subscriptionId,
    invoiceId,
  }: { readonly personId: string; readonly subscriptionId: string; readonly invoiceId: string },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM spell_jobs
    WHERE person_id = ${personId} AND request->>'subscriptionId' = ${subscriptionId}
      AND request->>'invoiceId' = ${invoiceId}
      AND state IN ('queued', 'proving', 'awaiting_signature', 'awaiting_cosignature')`;
  return rows.map(({ id }) => id);
}
