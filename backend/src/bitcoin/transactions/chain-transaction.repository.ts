import type { OutPoint } from '@charmbills/charms';
import { Prisma, type Tx } from '../../platform/database/index.ts';
import type {
  ChainTransactionFailure,
  ChainTransactionKind,
  ChainTransactionRow,
} from './chain-transaction.ts';
import { type ChainTrigger, statesBefore } from './transitions.ts';

/** Where a row is: ids are unique, and rows are spread by merchant. */
export interface ChainTransactionKey {
  readonly merchantId: string;
  readonly id: string;
}

/** The columns of ChainTransactionRow, of the table under the name `t`. */
export const ROW = Prisma.sql`t.merchant_id AS "merchantId", t.id, t.kind, t.status, t.plan_id AS "planId",
  t.subscription_id AS "subscriptionId", t.person_id AS "personId", t.txid, t.amount_sats AS "amountSats",
  t.fee_sats AS "feeSats", t.block_height AS "blockHeight", t.block_hash AS "blockHash",
  t.block_time AS "blockTime", t.broadcast_at AS "broadcastAt", t.settled_at AS "settledAt",
  t.reorged_at AS "reorgedAt", t.failure, t.conflict_txid AS "conflictTxid", t.created_at AS "createdAt",
  t.updated_at AS "updatedAt"`;

/** Whether a trigger has an effect on the row `t`, by the table of transitions. */
export function mayChange(trigger: ChainTrigger): Prisma.Sql {
  const state = Prisma.sql`CASE WHEN t.settled_at IS NULL THEN t.status ELSE 'settled' END`;
  return Prisma.sql`${state} = ANY (${statesBefore(trigger)}::text[])`;
}

export interface NewChainTransaction extends ChainTransactionKey {
  readonly kind: ChainTransactionKind;
  readonly planId: string | null;
  readonly subscriptionId: string | null;
  readonly personId: string | null;
  readonly amountSats: bigint;
}

export async function insertChainTransaction(tx: Tx, row: NewChainTransaction, now: Date): Promise<void> {
  await tx.chainTransaction.create({ data: { ...row, status: 'pending', createdAt: now, updatedAt: now } });
}

export async function findChainTransaction(
  tx: Tx,
  { merchantId, id }: ChainTransactionKey,
): Promise<ChainTransactionRow | undefined> {
  const [row] = await tx.$queryRaw<ChainTransactionRow[]>`
    SELECT ${ROW} FROM chain_transactions t WHERE t.merchant_id = ${merchantId} AND t.id = ${id}`;
  return row;
}

/** Sets what is known once it is built, and the outputs it spends in place of any it had before. */
export async function updateBuilt(
  tx: Tx,
  { merchantId, id }: ChainTransactionKey,
  built: { readonly txid: string; readonly feeSats: bigint | null; readonly inputs: readonly OutPoint[] },
  now: Date,
): Promise<ChainTransactionRow | undefined> {
  const [row] = await tx.$queryRaw<ChainTransactionRow[]>`
    UPDATE chain_transactions t SET txid = ${built.txid}, fee_sats = ${built.feeSats}, updated_at = ${now}
    WHERE t.merchant_id = ${merchantId} AND t.id = ${id} AND ${mayChange('built')} RETURNING ${ROW}`;
  if (!row) return undefined;
  await tx.chainInput.deleteMany({ where: { merchantId, transactionId: id } });
  await tx.chainInput.createMany({
    data: built.inputs.map(({ txid, vout }) => ({ merchantId, transactionId: id, txid, vout })),
  });
  return row;
}

export async function updateBroadcast(
  tx: Tx,
  { merchantId, id }: ChainTransactionKey,
  broadcast: { readonly raw: Uint8Array; readonly nextCheckAt: Date },
  now: Date,
): Promise<ChainTransactionRow | undefined> {
  const [row] = await tx.$queryRaw<ChainTransactionRow[]>`
    UPDATE chain_transactions t SET raw = ${Buffer.from(broadcast.raw)}, broadcast_at = ${now}, checks = 0,
      next_check_at = ${broadcast.nextCheckAt}, updated_at = ${now}
    WHERE t.merchant_id = ${merchantId} AND t.id = ${id} AND ${mayChange('broadcast')} RETURNING ${ROW}`;
  return row;
}

export interface Failure extends ChainTransactionKey {
  readonly failure: ChainTransactionFailure;
  readonly conflictTxid: string | null;
}

/** Gives up a set of transactions; those that cannot fail any more are left alone and not returned. */
export async function updateFailed(
  tx: Tx,
  failures: readonly Failure[],
  now: Date,
): Promise<ChainTransactionRow[]> {
  if (failures.length === 0) return [];
  return tx.$queryRaw<ChainTransactionRow[]>`
    UPDATE chain_transactions t SET status = 'failed', failure = f.failure, conflict_txid = f.conflict_txid,
      next_check_at = NULL, updated_at = ${now}
    FROM unnest(${failures.map((f) => f.merchantId)}::text[], ${failures.map((f) => f.id)}::text[],
      ${failures.map((f) => f.failure)}::text[], ${failures.map((f) => f.conflictTxid)}::text[])
      AS f(merchant_id, id, failure, conflict_txid)
    WHERE t.merchant_id = f.merchant_id AND t.id = f.id AND ${mayChange('failed')} RETURNING ${ROW}`;
}
