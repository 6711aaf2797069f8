import { Prisma, type Tx } from '../../platform/database/index.ts';

/** What nobody asks for any more after a while, and no feature forgets by itself. */
export interface Retained {
  readonly table: string;
  readonly keptDays: number;
  /** Which rows are over, by the instant before which they count as old. */
  over(before: Date): Prisma.Sql;
}

/**
 * One table of what is kept how long. Money, invoices, the audit log and what the chain says of them are kept for
 * ever; sessions, quotes, idempotency keys, webhooks and the like are forgotten by the features they belong to.
 */
export const RETENTION: readonly Retained[] = [
  // Webhooks and e-mails have been made of them in the transaction that dispatched them.
  { table: 'events', keptDays: 90, over: (before) => Prisma.sql`dispatched_at < ${before}` },
  {
    table: 'emails',
    keptDays: 90,
    over: (before) => Prisma.sql`status <> 'queued' AND created_at < ${before}`,
  },
  // What a reorganisation was about is asked for weeks later at most.
  { table: 'chain_disconnects', keptDays: 365, over: (before) => Prisma.sql`at < ${before}` },
];

/** How many rows are over. */
export async function countOver(tx: Tx, { table, over }: Retained, before: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${Prisma.raw(`"${table}"`)} WHERE ${over(before)}`;
  return row?.count ?? 0;
}

/** Removes at most `limit` rows that are over; returns how many there were. */
export function deleteOver(tx: Tx, { table, over }: Retained, before: Date, limit: number): Promise<number> {
  const name = Prisma.raw(`"${table}"`);
  return tx.$executeRaw`
    DELETE FROM ${name} WHERE ctid IN (
      SELECT ctid FROM ${name} WHERE ${over(before)} LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
}
