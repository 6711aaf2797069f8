import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import type { DepositAddress } from '../providers/deposit-provider.ts';
import type { DepositStatus } from './deposit.ts';
import { type DepositRow, toDepositRow } from './deposit-row.ts';

export async function insertDeposit(
  tx: Tx,
  now: Date,
  { amount, ...deposit }: Pick<DepositRow, 'id' | 'personId' | 'provider' | 'currency' | 'asset' | 'amount'>,
): Promise<void> {
  await tx.deposit.create({
    data: {
      ...deposit,
      amount: amount.toString(),
      status: 'creating',
      nextCheckAt: now,
      createdAt: now,
      updatedAt: now,
    },
  });
}

/** A person's own deposit. */
export async function findOwnDeposit(
  tx: Tx,
  { personId }: PersonScope,
  id: string,
): Promise<DepositRow | undefined> {
  const row = await tx.deposit.findFirst({ where: { id, personId } });
  return row ? toDepositRow(row) : undefined;
}

/** A person's own deposits, newest first. */
export async function listOwnDeposits(
  tx: Tx,
  { personId }: PersonScope,
  { beforeId, take }: Page,
  { status }: { readonly status?: DepositStatus | null | undefined },
): Promise<DepositRow[]> {
  const rows = await tx.deposit.findMany({
    where: { personId, ...(status ? { status } : {}), ...(beforeId ? { id: { lt: beforeId } } : {}) },
    orderBy: { id: 'desc' },
    take,
  });
  return rows.map(toDepositRow);
}

/** Locked until the transaction ends. */
export async function lockDeposit(tx: Tx, id: string): Promise<DepositRow | undefined> {
  await tx.$queryRaw`SELECT id FROM deposits WHERE id = ${id} FOR NO KEY UPDATE`;
  const row = await tx.deposit.findUnique({ where: { id } });
  return row ? toDepositRow(row) : undefined;
}

/** The deposit whose payment, or whose parent payment, this is. */
export async function findDepositIdByReference(
  tx: Tx,
  provider: string,
  references: readonly string[],
): Promise<string | undefined> {
  const row = await tx.deposit.findFirst({
    where: { provider, reference: { in: [...references] } },
    select: { id: true },
  });
  return row?.id;
}

export async function setOpened(
  tx: Tx,
  now: Date,
  { id, nextCheckAt, where }: { id: string; nextCheckAt: Date; where: DepositAddress },
): Promise<void> {
  const { reference, address, addressExtra, paymentUri, expiresAt } = where;
  await tx.deposit.update({
    where: { id },
    data: {
      reference,
      address,
      addressExtra,
      paymentUri,
      expiresAt,
      nextCheckAt,
      status: 'waiting',
      checks: 0,
      updatedAt: now,
    },
  });
}

export async function updateDeposit(
  tx: Tx,
  now: Date,
  id: string,
  change: Partial<Pick<DepositRow, 'status' | 'credited' | 'problem' | 'nextCheckAt' | 'askedAt'>>,
): Promise<void> {
  const { credited, ...rest } = change;
  await tx.deposit.update({
    where: { id },
    data: { ...rest, ...(credited === undefined ? {} : { credited: credited.toString() }), updatedAt: now },
  });
}

/** Those without an address that it is time to ask for again. */
export async function listDueForOpening(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.deposit.findMany({
    where: { nextCheckAt: { lte: now }, status: 'creating' },
    orderBy: { nextCheckAt: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/**
 * Those with an address that it is time to ask about, each given to one caller; if that caller dies, they are due again, after
 * one minute at first, then after twice as long each time, up to an hour.
 */
export async function claimDueDeposits(tx: Tx, now: Date, limit: number): Promise<DepositRow[]> {
  const claimed = await tx.$queryRaw<{ id: string }[]>`
    UPDATE deposits SET checks = checks + 1,
      next_check_at = ${now}::timestamptz + interval '1 minute' * least(power(2, least(checks, 10)), 60)
    WHERE id IN (
      SELECT id FROM deposits WHERE next_check_at <= ${now} AND reference IS NOT NULL ORDER BY next_check_at LIMIT ${limit}
      FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id`;
  const rows = await tx.deposit.findMany({ where: { id: { in: claimed.map(({ id }) => id) } } });
  return rows.map(toDepositRow);
}
