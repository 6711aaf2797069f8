import type { Tx } from '../../platform/database/index.ts';

export interface NoticeRow {
  readonly id: bigint;
  readonly provider: string;
  readonly body: Uint8Array;
  readonly processedAt: Date | null;
}

export interface NewNotice {
  readonly provider: string;
  /** SHA-256 of the body. */
  readonly hash: Uint8Array;
  readonly body: Uint8Array;
}

/** The id of a notice that was not there before; undefined when the same bytes came earlier. */
export async function insertNotice(
  tx: Tx,
  now: Date,
  { provider, hash, body }: NewNotice,
): Promise<bigint | undefined> {
  const [row] = await tx.$queryRaw<{ id: bigint }[]>`
    INSERT INTO provider_notices (provider, hash, body, received_at)
    VALUES (${provider}, ${hash}, ${body}, ${now}) ON CONFLICT DO NOTHING RETURNING id`;
  return row?.id;
}

/** Locked until the transaction ends; undefined when it has been processed. */
export async function lockOpenNotice(tx: Tx, id: bigint): Promise<NoticeRow | undefined> {
  await tx.$queryRaw`SELECT id FROM provider_notices WHERE id = ${id} FOR NO KEY UPDATE`;
  const row = await tx.providerNotice.findUnique({ where: { id } });
  return row === null || row.processedAt !== null ? undefined : row;
}

export async function setNoticeProcessed(tx: Tx, now: Date, id: bigint, outcome: string): Promise<void> {
  await tx.providerNotice.update({ where: { id }, data: { processedAt: now, outcome } });
}

/** Oldest first. */
export async function listOpenNotices(tx: Tx, limit: number): Promise<bigint[]> {
  const rows = await tx.providerNotice.findMany({
    where: { processedAt: null },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Forgets what was done with long ago, at most `limit`; returns how many there were. */
export function deleteNoticesBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM provider_notices WHERE ctid IN (
      SELECT ctid FROM provider_notices WHERE processed_at < ${before} LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
}
