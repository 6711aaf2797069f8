/** How a merchant bills. */
export interface BillingPolicy {
  /** How long before a period ends its renewal is invoiced. */
  readonly invoiceLeadHours: number;
  /** How long an invoice may be paid before it is due. */
  readonly dueHours: number;
  /** How far below the total still counts as paid, in hundredths of a percent. */
  readonly toleranceBps: number;
}

/** Of merchants who have not said otherwise. */
export const DEFAULT_POLICY: BillingPolicy = { invoiceLeadHours: 72, dueHours: 72, toleranceBps: 0 };

const HOUR_MS = 3_600_000;

/** When the renewal of a period is invoiced: so long before its end, at most half of it. */
export function renewalTime(
  { invoiceLeadHours }: Pick<BillingPolicy, 'invoiceLeadHours'>,
  paidThrough: Date,
  periodMs: number,
): Date {
  return new Date(paidThrough.getTime() - Math.min(invoiceLeadHours * HOUR_MS, Math.floor(periodMs / 2)));
}
