import type { DepositReviewsQuery } from './reviews.generated.ts';

/** A payment that could not be booked by itself. */
export type Review = DepositReviewsQuery['depositReviews']['nodes'][number];
