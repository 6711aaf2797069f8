import type { ChainTransactionKind, ChainTransactionStatus } from '../../bitcoin/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { Prisma, type Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import type { SigningRow, TransactionRow } from './transaction-row.ts';

const SELECT = Prisma.sql`
  SELECT t.merchant_id AS "merchantId", t.id, t.kind, t.status, t.plan_id AS "planId",
    t.subscription_id AS "subscriptionId", t.person_id AS "personId", t.txid, t.amount_sats AS "amountSats",
    t.fee_sats AS "feeSats", t.block_height AS "blockHeight", t.block_time AS "blockTime",
    t.broadcast_at AS "broadcastAt", t.settled_at AS "settledAt", t.failure, t.depth, t.created_at AS "createdAt",
    GREATEST(t.updated_at, j.updated_at) AS "updatedAt", j.state AS "jobState",
    j.prover_fee_sats AS "proverFeeSats", j.error_code AS "errorCode", j.error_message AS "errorMessage",
    j.expires_at AS "expiresAt", COALESCE((SELECT max(height) FROM chain_blocks), 0) AS "tipHeight"
  FROM chain_transactions t
  LEFT JOIN spell_jobs j ON j.merchant_id = t.merchant_id AND j.transaction_id = t.id`;

/** Whoever reads it checks who asks: see show-transaction. */
export async function findTransactions(tx: Tx, ids: readonly string[]): Promise<TransactionRow[]> {
  return tx.$queryRaw<TransactionRow[]>`${SELECT} WHERE t.id = ANY (${ids}::text[])`;
}

export interface TransactionFilter {
  readonly status?: ChainTransactionStatus | null | undefined;
  readonly kind?: ChainTransactionKind | null | undefined;
  readonly planId?: string | null | undefined;
  readonly subscriptionId?: string | null | undefined;
}

/** A merchant's transactions, newest first. */
export async function listTransactions(
  tx: Tx,
  { merchantId }: MerchantScope,
  page: Page,
  { status, kind, planId, subscriptionId }: TransactionFilter,
): Promise<TransactionRow[]> {
  const conditions = [
    Prisma.sql`t.merchant_id = ${merchantId}`,
    ...(page.beforeId ? [Prisma.sql`t.id < ${page.beforeId}`] : []),
    ...(status ? [Prisma.sql`t.status = ${status}`] : []),
    ...(kind ? [Prisma.sql`t.kind = ${kind}`] : []),
    ...(planId ? [Prisma.sql`t.plan_id = ${planId}`] : []),
    ...(subscriptionId ? [Prisma.sql`t.subscription_id = ${subscriptionId}`] : []),
  ];
  return tx.$queryRaw<TransactionRow[]>`
    ${SELECT} WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY t.id DESC LIMIT ${page.take}`;
}

const QUEUE_LIMIT = 100;

/** A merchant's transactions that wait for its signature, the oldest first. */
export async function listCosignQueue(tx: Tx, { merchantId }: MerchantScope): Promise<TransactionRow[]> {
  return tx.$queryRaw<TransactionRow[]>`
    ${SELECT} WHERE t.merchant_id = ${merchantId} AND j.merchant_id = ${merchantId}
      AND j.state = 'awaiting_cosignature' ORDER BY j.id LIMIT ${QUEUE_LIMIT}`;
}

/** What there is to sign, by transaction id; nothing of those that are not built. */
export async function readSigning(tx: Tx, ids: readonly string[]): Promise<Map<string, SigningRow>> {
  const rows = await tx.spellJob.findMany({
    where: { transactionId: { in: [...ids] }, unsignedTx: { not: null } },
    select: { transactionId: true, psbt: true, unsignedTx: true, request: true },
  });
  return new Map(
    rows.flatMap(({ transactionId, psbt, unsignedTx, request }) =>
      psbt !== null && unsignedTx !== null ? [[transactionId, { psbt, unsignedTx, request }] as const] : [],
    ),
  );
}
