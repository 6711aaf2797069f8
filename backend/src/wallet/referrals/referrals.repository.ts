import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import { PLATFORM, personOwner } from '../accounts/account-names.ts';

export async function findCode(tx: Tx, { personId }: PersonScope): Promise<string | undefined> {
  const row = await tx.referralCode.findUnique({ where: { personId } });
  return row?.code;
}

/** False when the person has one already, or somebody else has this one. */
export async function insertCode(
  tx: Tx,
  { personId }: PersonScope,
  code: string,
  createdAt: Date,
): Promise<boolean> {
  const { count } = await tx.referralCode.createMany({
    data: [{ personId, code, createdAt }],
    skipDuplicates: true,
  });
  return count === 1;
}

export async function findCodeOwner(tx: Tx, code: string): Promise<string | undefined> {
  const row = await tx.referralCode.findUnique({ where: { code } });
  return row?.personId;
}

/** One referral is made at a time, until the transaction ends: loops can have any number of people in them. */
export async function lockReferrals(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('referrals', 0))`;
}

/** Whether a person came here through another, directly or through any number of others. */
export async function cameThrough(tx: Tx, personId: string, otherId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    WITH RECURSIVE above (person_id) AS (
      SELECT referrer_id FROM referrals WHERE person_id = ${personId}
      UNION
      SELECT r.referrer_id FROM referrals r JOIN above ON r.person_id = above.person_id
    )
    SELECT 1 FROM above WHERE person_id = ${otherId} LIMIT 1`;
  return rows.length > 0;
}

/** When somebody came, and whether they have paid a fee since. */
export async function findNewcomer(
  tx: Tx,
  { personId }: PersonScope,
): Promise<{ readonly since: Date; readonly paidFee: boolean }> {
  const owner = personOwner(personId);
  const [row] = await tx.$queryRaw<[{ since: Date; paid: boolean }]>`
    SELECT p.created_at AS since, EXISTS (
      SELECT FROM ledger_accounts a
      JOIN ledger_entries e ON e.account_number = a.number AND e.amount < 0
      JOIN ledger_accounts f ON f.number = e.counterparty_number
      WHERE a.owner_kind = ${owner.kind} AND a.owner_id = ${owner.id}
        AND f.owner_kind = ${PLATFORM.kind} AND f.owner_id = ${PLATFORM.id} AND f.kind = 'fees'
    ) AS paid
    FROM people p WHERE p.id = ${personId}`;
  return { since: row.since, paidFee: row.paid };
}

export interface ReferralRow {
  readonly id: string;
  readonly createdAt: Date;
  /** Whom it brought, as their referrer may know them: the end of their address. */
  readonly hint: string;
}

export async function findOwnReferral(
  tx: Tx,
  { personId }: PersonScope,
): Promise<{ readonly id: string; readonly referrerId: string; readonly createdAt: Date } | undefined> {
  return (await tx.referral.findUnique({ where: { personId } })) ?? undefined;
}

export async function insertReferral(
  tx: Tx,
  row: {
    readonly id: string;
    readonly personId: string;
    readonly referrerId: string;
    readonly createdAt: Date;
  },
): Promise<void> {
  await tx.referral.create({ data: row });
}

/** Whom a person brought here, newest first. */
export async function listReferrals(
  tx: Tx,
  { personId }: PersonScope,
  { beforeId, take }: Page,
): Promise<ReferralRow[]> {
  return tx.$queryRaw<ReferralRow[]>`
    SELECT r.id, r.created_at AS "createdAt", '…' || right(p.address, 4) AS hint
    FROM referrals r JOIN people p ON p.id = r.person_id
    WHERE r.referrer_id = ${personId} AND (${beforeId ?? null}::text IS NULL OR r.id < ${beforeId ?? null})
    ORDER BY r.id DESC LIMIT ${take}`;
}

export interface EarnedCommission {
  readonly id: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly createdAt: Date;
  readonly takenBackAt: Date | null;
  readonly referralId: string;
}

/** What a person was paid for those they brought, newest first. */
export async function listCommissions(
  tx: Tx,
  { personId }: PersonScope,
  { beforeId, take }: Page,
): Promise<EarnedCommission[]> {
  const rows = await tx.$queryRaw<(Omit<EarnedCommission, 'amount'> & { amount: string })[]>`
    SELECT c.id, c.currency, c.amount::text, c.created_at AS "createdAt",
      c.taken_back_at AS "takenBackAt", r.id AS "referralId"
    FROM referral_commissions c JOIN referrals r ON r.person_id = c.person_id
    WHERE c.referrer_id = ${personId} AND (${beforeId ?? null}::text IS NULL OR c.id < ${beforeId ?? null})
    ORDER BY c.id DESC LIMIT ${take}`;
  return rows.map(({ amount, ...row }) => ({ ...row, amount: BigInt(amount) }));
}

export interface CommissionTotal {
  readonly currency: string;
  readonly amount: bigint;
  readonly count: number;
}

export async function sumCommissions(tx: Tx, { personId }: PersonScope): Promise<CommissionTotal[]> {
  const rows = await tx.$queryRaw<{ currency: string; amount: string; count: number }[]>`
    SELECT currency, sum(amount)::text AS amount, count(*)::int AS count
    FROM referral_commissions WHERE referrer_id = ${personId} AND taken_back_at IS NULL
    GROUP BY currency ORDER BY currency`;
  return rows.map(({ amount, ...row }) => ({ ...row, amount: BigInt(amount) }));
}
