export const REVIEW_STATUSES = ['open', 'credited', 'collected', 'dismissed'] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

/** A payment that the provider refunded after it was credited, and that its person has spent. */
export const REFUND_NOT_COVERED = 'refund_not_covered';
/** A payment that the provider calls failed or expired after it was credited. */
const FAILED_AFTER_BOOKING = 'failed_after_booking';
/** One that the provider refunded although we know nothing of it. */
export const UNKNOWN_REFUNDED = 'unknown_payment_refunded';
/** Money that came for nothing we know. */
export const UNKNOWN_PAYMENT = 'unknown_payment';

/** Something that an operator has to decide. */
export interface DepositReviewRow {
  readonly id: string;
  readonly provider: string;
  /** The provider's id of the payment. */
  readonly reference: string;
  readonly depositId: string | null;
  readonly reason: string;
  /** What came, as the provider wrote it. */
  readonly received: string;
  readonly status: ReviewStatus;
  readonly createdAt: Date;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly note: string | null;
}

export type ReviewAction = 'credit' | 'collect' | 'dismiss';

const AFTER: Readonly<Record<ReviewAction, ReviewStatus>> = {
  credit: 'credited',
  collect: 'collected',
  dismiss: 'dismissed',
};

/** What is not there to be credited: it was credited before, or given back. */
const NOT_CREDITED: readonly string[] = [REFUND_NOT_COVERED, FAILED_AFTER_BOOKING, UNKNOWN_REFUNDED];
/** What can be taken back. */
const COLLECTED: readonly string[] = [REFUND_NOT_COVERED, FAILED_AFTER_BOOKING];

/**
 * What becomes of a review, or undefined where that cannot be: it is decided once; what was credited and is not there
 * after all is collected, and everything else credited.
 */
export function resolvedStatus(
  { status, reason }: Pick<DepositReviewRow, 'status' | 'reason'>,
  action: ReviewAction,
): ReviewStatus | undefined {
  if (status !== 'open') return undefined;
  if (action === 'collect' && !COLLECTED.includes(reason)) return undefined;
  if (action === 'credit' && NOT_CREDITED.includes(reason)) return undefined;
  return AFTER[action];
}
