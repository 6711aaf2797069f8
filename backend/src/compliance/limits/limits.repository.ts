import type { Tx } from '../../platform/database/index.ts';
import type { LimitedOperation, LimitUse, OperationLimit } from './limits.ts';

export async function findLimit(
  tx: Tx,
  operation: LimitedOperation,
  currency: string,
): Promise<OperationLimit | undefined> {
  const row = await tx.operationLimit.findUnique({ where: { operation_currency: { operation, currency } } });
  return row ? toLimit(row) : undefined;
}

export async function listLimits(tx: Tx): Promise<OperationLimit[]> {
  const rows = await tx.operationLimit.findMany({ orderBy: [{ operation: 'asc' }, { currency: 'asc' }] });
  return rows.map(toLimit);
}

interface LimitRow {
  readonly operation: string;
  readonly currency: string;
  readonly perOnce: { toFixed(): string } | null;
  readonly perDay: { toFixed(): string } | null;
}

function toLimit({ operation, currency, perOnce, perDay }: LimitRow): OperationLimit {
  const units = (value: { toFixed(): string } | null) => (value === null ? null : BigInt(value.toFixed()));
  return {
    operation: operation as LimitedOperation,
    currency,
    perOnce: units(perOnce),
    perDay: units(perDay),
  };
}

export async function upsertLimit(tx: Tx, { operation, currency, ...limit }: OperationLimit): Promise<void> {
  const perOnce = limit.perOnce?.toString() ?? null;
  const perDay = limit.perDay?.toString() ?? null;
  await tx.operationLimit.upsert({
    where: { operation_currency: { operation, currency } },
    create: { operation, currency, perOnce, perDay },
    update: { perOnce, perDay },
  });
}

/** One at a time for each person and operation, until the transaction ends. */
export async function lockUses(tx: Tx, personId: string, operation: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`limit:${operation}:${personId}`}, 0))`;
}

/** What a person has used since then, in the currency's smallest unit. */
export async function sumUses(
  tx: Tx,
  { personId, operation, currency }: LimitUse,
  since: Date,
): Promise<bigint> {
  const [row] = await tx.$queryRaw<[{ total: string }]>`
    SELECT coalesce(sum(amount), 0)::text AS total FROM limit_uses
    WHERE person_id = ${personId} AND operation = ${operation} AND currency = ${currency} AND at > ${since}`;
  return BigInt(row.total);
}

/** True unless it was counted before. */
export async function insertUse(tx: Tx, now: Date, use: LimitUse): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO limit_uses (key, person_id, operation, currency, amount, at)
    VALUES (${use.key}, ${use.personId}, ${use.operation}, ${use.currency}, ${use.amount.toString()}::numeric, ${now})
    ON CONFLICT DO NOTHING`;
  return inserted === 1;
}

export async function deleteUses(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM limit_uses WHERE key = ANY(${[...keys]})`;
}

/** Forgets what no limit looks back to any more. */
export function deleteUsesBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM limit_uses WHERE ctid IN (
      SELECT ctid FROM limit_uses WHERE at < ${before} LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
}
