import type { Tx } from '../../platform/database/index.ts';

/** Amounts are in the currency's smallest unit. */
export interface CommissionRow {
  readonly id: string;
  readonly referrerId: string;
  readonly personId: string;
  readonly postingKey: string;
  readonly currency: string;
  readonly fee: bigint;
  readonly amount: bigint;
  readonly createdAt: Date;
}

/** Who brought a person here, if anybody. */
export async function findReferrer(tx: Tx, personId: string): Promise<string | undefined> {
  const row = await tx.referral.findUnique({ where: { personId }, select: { referrerId: true } });
  return row?.referrerId;
}

/** What the fee of a posting was shared as, if it was. */
export async function findCommission(
  tx: Tx,
  postingKey: string,
): Promise<Pick<CommissionRow, 'referrerId' | 'amount'> | undefined> {
  const row = await tx.referralCommission.findUnique({
    where: { postingKey },
    select: { referrerId: true, amount: true },
  });
  return row ? { referrerId: row.referrerId, amount: BigInt(row.amount.toFixed()) } : undefined;
}

/** That the posting was reversed; gives the commission, if there is one that was not taken back before. */
export async function setTakenBack(
  tx: Tx,
  postingKey: string,
  now: Date,
): Promise<{ readonly id: string; readonly referrerId: string } | undefined> {
  const [row] = await tx.referralCommission.updateManyAndReturn({
    where: { postingKey, takenBackAt: null },
    data: { takenBackAt: now },
    select: { id: true, referrerId: true },
  });
  return row;
}

/** Idempotent by the key of the posting; true for the first. */
export async function insertCommission(tx: Tx, { fee, amount, ...row }: CommissionRow): Promise<boolean> {
  const { count } = await tx.referralCommission.createMany({
    data: [{ ...row, fee: fee.toString(), amount: amount.toString() }],
    skipDuplicates: true,
  });
  return count === 1;
}
