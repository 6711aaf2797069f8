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

/** Idempotent by the key of the posting. */
export async function insertCommission(tx: Tx, { fee, amount, ...row }: CommissionRow): Promise<void> {
  await tx.referralCommission.createMany({
    data: [{ ...row, fee: fee.toString(), amount: amount.toString() }],
    skipDuplicates: true,
  });
}
