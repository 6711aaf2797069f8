import type { Tx } from '../../platform/database/index.ts';

/** What was booked of one payment of the provider, in the currency's smallest unit. */
export interface DepositPaymentRow {
  readonly provider: string;
  readonly reference: string;
  readonly depositId: string;
  readonly currency: string;
  readonly booked: bigint;
  readonly refundedAt: Date | null;
}

export async function listDepositPayments(tx: Tx, depositId: string): Promise<DepositPaymentRow[]> {
  const rows = await tx.depositPayment.findMany({ where: { depositId } });
  return rows.map((row) => ({ ...row, booked: BigInt(row.booked.toFixed()) }));
}

export async function saveDepositPayment(
  tx: Tx,
  now: Date,
  { booked, ...payment }: DepositPaymentRow,
): Promise<void> {
  const { provider, reference, refundedAt } = payment;
  const state = { booked: booked.toString(), refundedAt, updatedAt: now };
  await tx.depositPayment.upsert({
    where: { provider_reference: { provider, reference } },
    create: { ...payment, ...state },
    update: state,
  });
}
