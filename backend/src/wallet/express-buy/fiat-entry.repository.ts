import type { OperatorScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import { newId } from '../../platform/ids.ts';
import type { FiatEntry, FiatEntryStatus } from './fiat-entry.ts';
import type { FiatLine } from './ports.ts';

type Row = NonNullable<Awaited<ReturnType<Tx['fiatEntry']['findUnique']>>>;

/** Notes lines that are not known yet. */
export async function insertLines(
  tx: Tx,
  rail: string,
  lines: readonly FiatLine[],
  now: Date,
): Promise<void> {
  await tx.fiatEntry.createMany({
    skipDuplicates: true,
    data: lines
      .toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1))
      .map(({ amount, ...line }) => ({
        ...line,
        id: newId('fiatEntry'),
        rail,
        amount: amount.toString(),
        status: 'pending',
        createdAt: now,
        updatedAt: now,
      })),
  });
}

/** Of these lines the entries as they are stored. */
export async function findByLines(
  tx: Tx,
  rail: string,
  externalIds: readonly string[],
): Promise<FiatEntry[]> {
  const rows = await tx.fiatEntry.findMany({
    where: { rail, externalId: { in: [...externalIds] } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toEntry);
}

/** Locked until the transaction ends. */
export async function lockEntry(tx: Tx, id: string): Promise<FiatEntry | undefined> {
  await tx.$executeRaw`SELECT 1 FROM fiat_entries WHERE id = ${id} FOR NO KEY UPDATE`;
  const row = await tx.fiatEntry.findUnique({ where: { id } });
  return row ? toEntry(row) : undefined;
}

/** The line that a return calls back, locked until the transaction ends. */
export async function lockReturned(tx: Tx, rail: string, externalId: string): Promise<FiatEntry | undefined> {
  const row = await tx.fiatEntry.findUnique({ where: { rail_externalId: { rail, externalId } } });
  return row?.kind === 'credit' ? lockEntry(tx, row.id) : undefined;
}

/** What calls a line back. */
export async function findReturnOf(
  tx: Tx,
  { rail, externalId }: Pick<FiatEntry, 'rail' | 'externalId'>,
): Promise<FiatEntry | undefined> {
  const row = await tx.fiatEntry.findFirst({
    where: { rail, returnsId: externalId },
    orderBy: { id: 'asc' },
  });
  return row ? toEntry(row) : undefined;
}

export async function setEntry(
  tx: Tx,
  id: string,
  change: Pick<FiatEntry, 'status' | 'updatedAt'> &
    Partial<Pick<FiatEntry, 'expressBuyId' | 'postingId' | 'holdId' | 'resolvedBy' | 'note'>>,
): Promise<void> {
  await tx.fiatEntry.update({ where: { id }, data: change });
}

/** Oldest first. */
export async function listPendingEntries(tx: Tx, afterId: string, limit: number): Promise<string[]> {
  const rows = await tx.fiatEntry.findMany({
    where: { status: 'pending', id: { gt: afterId } },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

export async function findEntry(tx: Tx, _: OperatorScope, id: string): Promise<FiatEntry | undefined> {
  const row = await tx.fiatEntry.findUnique({ where: { id } });
  return row ? toEntry(row) : undefined;
}

/** Newest first. */
export async function listEntries(
  tx: Tx,
  _: OperatorScope,
  { beforeId, take }: Page,
  statuses: readonly FiatEntryStatus[] | null | undefined,
): Promise<FiatEntry[]> {
  const rows = await tx.fiatEntry.findMany({
    where: {
      ...(statuses ? { status: { in: [...statuses] } } : {}),
      ...(beforeId ? { id: { lt: beforeId } } : {}),
    },
    orderBy: { id: 'desc' },
    take,
  });
  return rows.map(toEntry);
}

export async function findCursor(tx: Tx, rail: string): Promise<string | null> {
  const row = await tx.fiatStatement.findUnique({ where: { rail } });
  return row?.cursor ?? null;
}

/** Moves on, unless somebody else has since `from` was read: then their cursor stays. */
export async function moveCursor(
  tx: Tx,
  rail: string,
  { from, to, now }: { readonly from: string | null; readonly to: string; readonly now: Date },
): Promise<void> {
  if (from === null) {
    await tx.fiatStatement.createMany({
      data: [{ rail, cursor: to, updatedAt: now }],
      skipDuplicates: true,
    });
  } else {
    await tx.fiatStatement.updateMany({
      where: { rail, cursor: from },
      data: { cursor: to, updatedAt: now },
    });
  }
}

function toEntry(row: Row): FiatEntry {
  return {
    ...row,
    kind: row.kind as FiatLine['kind'],
    status: row.status as FiatEntryStatus,
    amount: BigInt(row.amount.toFixed()),
  };
}
