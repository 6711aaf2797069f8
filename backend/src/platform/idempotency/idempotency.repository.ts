import type { Tx } from '../database/index.ts';

export interface KeyRow {
  readonly ownerId: string;
  readonly key: string;
  readonly operation: string;
  readonly inputHash: Buffer;
  readonly createdAt: Date;
}

/** True for the first; others wait until that one's transaction has ended. */
export async function claimKey(
  tx: Tx,
  { ownerId, key, operation, inputHash, createdAt }: KeyRow,
): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO idempotency_keys (owner_id, key, operation, input_hash, created_at)
    VALUES (${ownerId}, ${key}, ${operation}, ${inputHash}, ${createdAt})
    ON CONFLICT DO NOTHING`;
  return inserted === 1;
}

export async function setKeyResult(
  tx: Tx,
  { ownerId, key, resultId }: { ownerId: string; key: string; resultId: string },
): Promise<void> {
  await tx.idempotencyKey.update({ where: { ownerId_key: { ownerId, key } }, data: { resultId } });
}

export async function findKey(
  tx: Tx,
  ownerId: string,
  key: string,
): Promise<{ readonly inputHash: Uint8Array; readonly resultId: string | null } | null> {
  return tx.idempotencyKey.findUnique({
    where: { ownerId_key: { ownerId, key } },
    select: { inputHash: true, resultId: true },
  });
}

/** Forgets keys older than `before`, at most `limit`; returns how many there were. */
export function deleteKeysBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM idempotency_keys WHERE ctid IN (
      SELECT ctid FROM idempotency_keys WHERE created_at < ${before} LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
}
