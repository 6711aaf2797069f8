export const REVIEW_STATUSES = ['open', 'credited', 'collected', 'dismissed'] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

/** A payment that the provider refunded after it was credited, and that its person has spent. */
export const REFUND_NOT_COVERED = 'refund_not_covered';
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

/**
 * What becomes of a review, or undefined where that cannot be: it is decided once; what the provider refunded is
 * collected, and everything else credited.
 */
export function resolvedStatus(
  { status, reason }: Pick<DepositReviewRow, 'status' | 'reason'>,
  action: ReviewAction,
): ReviewStatus | undefined {
  if (status !== 'open') return undefined;
  const isRefund = reason === REFUND_NOT_COVERED;
  if ((action === 'collect' && !isRefund) || (action === 'credit' && isRefund)) return undefined;
  return AFTER[action];
}
