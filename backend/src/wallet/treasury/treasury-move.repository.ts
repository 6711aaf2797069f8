import type { OperatorScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import type { TreasuryMove, TreasuryMoveKind, TreasuryMoveStatus } from './treasury-move.ts';

type Row = NonNullable<Awaited<ReturnType<Tx['treasuryMove']['findUnique']>>>;

export async function insertMove(tx: Tx, { amount, ...move }: TreasuryMove): Promise<void> {
  await tx.treasuryMove.create({ data: { ...move, amount: amount.toString() } });
}

export async function findMove(tx: Tx, _: OperatorScope, id: string): Promise<TreasuryMove | undefined> {
  const row = await tx.treasuryMove.findUnique({ where: { id } });
  return row ? toMove(row) : undefined;
}

/** Locked until the transaction ends. */
export async function lockMove(
  tx: Tx,
  operator: OperatorScope,
  id: string,
): Promise<TreasuryMove | undefined> {
  await tx.$executeRaw`SELECT 1 FROM treasury_moves WHERE id = ${id} FOR NO KEY UPDATE`;
  return findMove(tx, operator, id);
}

export async function setMoveDecided(
  tx: Tx,
  id: string,
  decision: Pick<TreasuryMove, 'status' | 'decidedBy' | 'decidedAt' | 'postingId'>,
): Promise<void> {
  await tx.treasuryMove.update({ where: { id }, data: decision });
}

/** Newest first. */
export async function listMoves(
  tx: Tx,
  _: OperatorScope,
  { beforeId, take }: Page,
  status: TreasuryMoveStatus | null | undefined,
): Promise<TreasuryMove[]> {
  const rows = await tx.treasuryMove.findMany({
    where: { ...(status ? { status } : {}), ...(beforeId ? { id: { lt: beforeId } } : {}) },
    orderBy: { id: 'desc' },
    take,
  });
  return rows.map(toMove);
}

function toMove(row: Row): TreasuryMove {
  return {
    ...row,
    kind: row.kind as TreasuryMoveKind,
    status: row.status as TreasuryMoveStatus,
    amount: BigInt(row.amount.toFixed()),
  };
}
