import type { OperatorScope, PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import type { WithdrawalStatus } from './withdrawal.ts';
import { toWithdrawalRow, type WithdrawalRow } from './withdrawal-row.ts';

type NewWithdrawal = Pick<
  WithdrawalRow,
  | 'id'
  | 'personId'
  | 'provider'
  | 'currency'
  | 'asset'
  | 'address'
  | 'addressExtra'
  | 'amount'
  | 'fee'
  | 'approvalsNeeded'
  | 'holdId'
>;

export async function insertWithdrawal(
  tx: Tx,
  now: Date,
  { amount, fee, ...withdrawal }: NewWithdrawal,
): Promise<void> {
  await tx.withdrawal.create({
    data: {
      ...withdrawal,
      amount: amount.toString(),
      fee: fee.toString(),
      status: 'requested',
      createdAt: now,
      updatedAt: now,
    },
  });
}

/** A person's own withdrawal. */
export async function findOwnWithdrawal(
  tx: Tx,
  { personId }: PersonScope,
  id: string,
): Promise<WithdrawalRow | undefined> {
  const row = await tx.withdrawal.findFirst({ where: { id, personId } });
  return row ? toWithdrawalRow(row) : undefined;
}

export interface WithdrawalFilter {
  readonly status?: WithdrawalStatus | null | undefined;
  readonly currency?: string | null | undefined;
  readonly personId?: string | null | undefined;
}

/** A person's own withdrawals, newest first. */
export function listOwnWithdrawals(
  tx: Tx,
  { personId }: PersonScope,
  page: Page,
  filter: Omit<WithdrawalFilter, 'personId'>,
): Promise<WithdrawalRow[]> {
  return list(tx, page, { ...filter, personId });
}

/** Everybody's withdrawals, newest first. */
export function listWithdrawals(
  tx: Tx,
  _: OperatorScope,
  page: Page,
  filter: WithdrawalFilter,
): Promise<WithdrawalRow[]> {
  return list(tx, page, filter);
}

async function list(
  tx: Tx,
  { beforeId, take }: Page,
  { status, currency, personId }: WithdrawalFilter,
): Promise<WithdrawalRow[]> {
  const rows = await tx.withdrawal.findMany({
    where: {
      ...(status ? { status } : {}),
      ...(currency ? { currency } : {}),
      ...(personId ? { personId } : {}),
      ...(beforeId ? { id: { lt: beforeId } } : {}),
    },
    orderBy: { id: 'desc' },
    take,
  });
  return rows.map(toWithdrawalRow);
}

export async function findWithdrawal(
  tx: Tx,
  _: OperatorScope,
  id: string,
): Promise<WithdrawalRow | undefined> {
  const row = await tx.withdrawal.findUnique({ where: { id } });
  return row ? toWithdrawalRow(row) : undefined;
}

/** Locked until the transaction ends. */
export async function lockWithdrawal(tx: Tx, id: string): Promise<WithdrawalRow | undefined> {
  await tx.$queryRaw`SELECT id FROM withdrawals WHERE id = ${id} FOR NO KEY UPDATE`;
  const row = await tx.withdrawal.findUnique({ where: { id } });
  return row ? toWithdrawalRow(row) : undefined;
}

export async function findWithdrawalIdByReference(
  tx: Tx,
  provider: string,
  reference: string,
): Promise<string | undefined> {
  const row = await tx.withdrawal.findUnique({
    where: { provider_reference: { provider, reference } },
    select: { id: true },
  });
  return row?.id;
}

export async function updateWithdrawal(
  tx: Tx,
  now: Date,
  id: string,
  change: Partial<
    Pick<
      WithdrawalRow,
      | 'status'
      | 'reference'
      | 'batch'
      | 'networkTxid'
      | 'problem'
      | 'sendingAt'
      | 'attempts'
      | 'nextCheckAt'
      | 'checks'
    >
  >,
): Promise<void> {
  await tx.withdrawal.update({ where: { id }, data: { ...change, updatedAt: now } });
}

/**
 * Those that it is time to move on, each given to one caller; if that caller dies, they are due again, after two
 * minutes at first, then after twice as long each time, up to an hour.
 */
export async function claimDueWithdrawals(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE withdrawals SET checks = checks + 1,
      next_check_at = ${now}::timestamptz + interval '2 minutes' * least(power(2, least(checks, 10)), 30)
    WHERE id IN (
      SELECT id FROM withdrawals WHERE next_check_at <= ${now} ORDER BY next_check_at LIMIT ${limit}
      FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id`;
  return rows.map(({ id }) => id);
}

/** True unless this operator has approved it before. */
export async function insertApproval(
  tx: Tx,
  now: Date,
  { personId: operatorId }: OperatorScope,
  withdrawalId: string,
): Promise<boolean> {
  const { count } = await tx.withdrawalApproval.createMany({
    data: [{ withdrawalId, operatorId, at: now }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** Whether this operator has. */
export async function hasApproved(
  tx: Tx,
  { personId: operatorId }: OperatorScope,
  withdrawalId: string,
): Promise<boolean> {
  return (await tx.withdrawalApproval.count({ where: { withdrawalId, operatorId } })) > 0;
}

/**
 * How many operators have approved each, by withdrawal id. Until it is decided, those count who are operators still:
 * whoever was removed may have been removed because they approve what they should not.
 */
export async function countApprovals(tx: Tx, withdrawalIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ withdrawalId: string; approvals: number }[]>`
    SELECT a.withdrawal_id AS "withdrawalId", count(*)::int AS approvals
    FROM withdrawal_approvals a JOIN withdrawals w ON w.id = a.withdrawal_id
    WHERE a.withdrawal_id = ANY (${[...withdrawalIds]}::text[])
      AND (w.status <> 'requested' OR EXISTS (SELECT 1 FROM operators o WHERE o.person_id = a.operator_id))
    GROUP BY a.withdrawal_id`;
  return new Map(rows.map(({ withdrawalId, approvals }) => [withdrawalId, approvals]));
}
