import type { InvoiceToPayFragment } from './checkout.generated.ts';

/** What is to be said of an invoice first. */
export type Situation =
  | 'PAID'
  | 'PAID_LATE'
  | 'OVERPAID'
  | 'VOID'
  | 'UNCOLLECTIBLE'
  | 'LEFT_THE_CHAIN'
  | 'UNDER_WAY'
  | 'PART_UNDER_WAY'
  | 'FELL_AWAY'
  | 'PARTLY_PAID'
  | 'OVERDUE'
  | 'OPEN';

type Invoice = Pick<
  InvoiceToPayFragment,
  'status' | 'amountDue' | 'overpaid' | 'paidLate' | 'partiallyPaid' | 'overdue' | 'payments'
>;
export type PaymentToShow = InvoiceToPayFragment['payments'][number];

/** What a payment is like for whoever waits for it. */
export type PaymentStage = PaymentToShow['status'] | 'LEFT_THE_CHAIN';

/** Of one that is in no block any more the API says that it is confirming, with no confirmations. */
export function stageOf({ status, chain }: Pick<PaymentToShow, 'status' | 'chain'>): PaymentStage {
  return status === 'CONFIRMING' && chain?.confirmations === 0 ? 'LEFT_THE_CHAIN' : status;
}

/** Whether it may still come to count. */
export function isUnderWay({ status }: Pick<PaymentToShow, 'status'>): boolean {
  return status === 'DETECTED' || status === 'CONFIRMING';
}

/** What is still to be paid once everything under way has settled, in the invoice's smallest unit; never below zero. */
export function stillMissing({ amountDue, payments }: Pick<Invoice, 'amountDue' | 'payments'>): bigint {
  const coming = payments
    .filter(isUnderWay)
    .reduce((sum, { invoiceAmount }) => sum + BigInt(invoiceAmount ?? 0), 0n);
  const missing = BigInt(amountDue) - coming;
  return missing > 0n ? missing : 0n;
}

/** The one thing to tell the payer of an invoice. */
export function situationOf(invoice: Invoice): Situation {
  const { status, payments } = invoice;
  if (status === 'VOID' || status === 'UNCOLLECTIBLE') return status;
  if (status === 'PAID') {
    return BigInt(invoice.overpaid) > 0n ? 'OVERPAID' : invoice.paidLate ? 'PAID_LATE' : 'PAID';
  }
  const coming = payments.filter(isUnderWay);
  if (coming.some((payment) => stageOf(payment) === 'LEFT_THE_CHAIN')) return 'LEFT_THE_CHAIN';
  if (coming.length > 0) return stillMissing(invoice) === 0n ? 'UNDER_WAY' : 'PART_UNDER_WAY';
  if (invoice.partiallyPaid) return 'PARTLY_PAID';
  const [newest] = payments;
  if (newest && newest.status !== 'SETTLED') return 'FELL_AWAY';
  return invoice.overdue ? 'OVERDUE' : 'OPEN';
}

/** Whether something can be paid now without paying twice. */
export function isPayable(invoice: Invoice): boolean {
  return invoice.status === 'OPEN' && stillMissing(invoice) > 0n;
}
