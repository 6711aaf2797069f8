import type { OperatorScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import { newId } from '../../platform/ids.ts';
import { type DepositReviewRow, type ReviewStatus, UNKNOWN_REFUNDED } from './review.ts';

type NewReview = Pick<DepositReviewRow, 'provider' | 'reference' | 'depositId' | 'reason' | 'received'>;

/** Asks operators once about each payment and reason. True when it was not asked before. */
export async function insertReview(tx: Tx, now: Date, review: NewReview): Promise<boolean> {
  const { count } = await tx.depositReview.createMany({
    data: [{ ...review, id: newId('depositReview'), status: 'open', createdAt: now }],
    skipDuplicates: true,
  });
  return count === 1;
}

export async function lockReview(
  tx: Tx,
  _: OperatorScope,
  id: string,
): Promise<DepositReviewRow | undefined> {
  await tx.$queryRaw`SELECT id FROM deposit_reviews WHERE id = ${id} FOR NO KEY UPDATE`;
  return findReview(tx, _, id);
}

export async function findReview(
  tx: Tx,
  _: OperatorScope,
  id: string,
): Promise<DepositReviewRow | undefined> {
  const row = await tx.depositReview.findUnique({ where: { id } });
  return row ? { ...row, status: row.status as ReviewStatus } : undefined;
}

/** Whether the provider has said that it gave back a payment which belongs to nothing we know. */
export async function isUnknownRefunded(
  tx: Tx,
  { provider, reference }: Pick<DepositReviewRow, 'provider' | 'reference'>,
): Promise<boolean> {
  return (await tx.depositReview.count({ where: { provider, reference, reason: UNKNOWN_REFUNDED } })) > 0;
}

/** Newest first. */
export async function listReviews(
  tx: Tx,
  _: OperatorScope,
  { beforeId, take }: Page,
  { status }: { readonly status?: ReviewStatus | null | undefined },
): Promise<DepositReviewRow[]> {
  const rows = await tx.depositReview.findMany({
    where: { ...(status ? { status } : {}), ...(beforeId ? { id: { lt: beforeId } } : {}) },
    orderBy: { id: 'desc' },
    take,
  });
  return rows.map((row) => ({ ...row, status: row.status as ReviewStatus }));
}

export async function setReviewResolved(
  tx: Tx,
  now: Date,
  { id, status, resolvedBy, note }: { id: string; status: ReviewStatus; resolvedBy: string; note: string },
): Promise<void> {
  await tx.depositReview.update({ where: { id }, data: { status, resolvedBy, note, resolvedAt: now } });
}

export async function personExists(tx: Tx, _: OperatorScope, id: string): Promise<boolean> {
  return (await tx.person.count({ where: { id } })) === 1;
}
