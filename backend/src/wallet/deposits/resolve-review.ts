import { operatorActor, recordAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { lockDeposit, updateDeposit } from './deposit.repository.ts';
import { depositEvents } from './deposit-events.ts';
import { listDepositPayments, saveDepositPayment } from './deposit-payment.repository.ts';
import type { DepositRow } from './deposit-row.ts';
import { DepositReviewStateError } from './deposits.errors.ts';
import { creditDeposit } from './move-deposit.ts';
import { collectRefund } from './refund-payment.ts';
import type { DepositServices } from './require-provider.ts';
import { isUnknownRefunded, lockReview, personExists, setReviewResolved } from './review.repository.ts';
import { type DepositReviewRow, type ReviewAction, resolvedStatus } from './review.ts';

export interface ReviewDecision {
  readonly reviewId: string;
  readonly action: ReviewAction;
  /** Why; kept with it. */
  readonly note: string;
  /** What to credit, in the currency's smallest unit. */
  readonly amount?: bigint | null | undefined;
  /** The deposit's own unless said otherwise. */
  readonly currency?: string | null | undefined;
  /** Whose the money is, for a payment that belongs to no deposit. */
  readonly personId?: string | null | undefined;
}

const MAX_NOTE = 500;

/**
 * Decides about a payment that did not speak for itself: credits what the operator says that it is worth,
 * collects what was refunded or failed after all, or dismisses it.
 * @throws NotFoundError, InvalidInputError, DepositReviewStateError (also for what the provider gave back meanwhile),
 *   ForbiddenError for one's own deposit,
 *   InsufficientFundsError when what is to be collected is still not there
 */
export async function resolveDepositReview(
  services: Pick<DepositServices, 'database' | 'clock' | 'currencies'>,
  operator: OperatorScope,
  decision: ReviewDecision,
): Promise<{ readonly reviewId: string }> {
  const { reviewId, action, note } = decision;
  if (note.trim() === '' || note.length > MAX_NOTE)
    throw new InvalidInputError('note', `1 to ${MAX_NOTE} characters`);
  await services.database.transaction(async (tx) => {
    const now = services.clock.now();
    const review = await lockReview(tx, operator, reviewId);
    if (review === undefined) throw new NotFoundError('deposit review', reviewId);
    const status = resolvedStatus(review, action);
    if (status === undefined) throw new DepositReviewStateError(`${review.status} (${review.reason})`);
    const deposit = review.depositId === null ? undefined : await lockDeposit(tx, review.depositId);
    if (deposit?.personId === operator.personId) throw new ForbiddenError();

    if (action === 'credit') await credit(tx, services, operator, { review, deposit, decision });
    if (action === 'collect' && deposit !== undefined) await collect(tx, services, review, deposit);
    await setReviewResolved(tx, now, { id: reviewId, status, resolvedBy: operator.personId, note });
    await recordAudit(tx, now, {
      actor: operatorActor(operator),
      action: `deposit_review.${status}`,
      subjectId: reviewId,
      details: {
        note,
        depositId: review.depositId,
        amount: decision.amount?.toString() ?? null,
        currency: decision.currency ?? deposit?.currency ?? null,
      },
    });
  });
  return { reviewId };
}

interface Crediting {
  readonly review: DepositReviewRow;
  readonly deposit: DepositRow | undefined;
  readonly decision: ReviewDecision;
}

async function credit(
  tx: Tx,
  services: Pick<DepositServices, 'clock' | 'currencies'>,
  operator: OperatorScope,
  { review, deposit, decision }: Crediting,
): Promise<void> {
  const { provider, reference, id: reviewId } = review;
  const now = services.clock.now();
  const { amount } = decision;
  const currency = decision.currency ?? deposit?.currency;
  const personId = deposit?.personId ?? decision.personId;
  if (amount == null || amount <= 0n) throw new InvalidInputError('amount', 'more than zero');
  if (currency === undefined) throw new InvalidInputError('currency', 'what the payment is credited in');
  services.currencies.get(currency);
  if (personId == null || !(await personExists(tx, operator, personId)))
    throw new InvalidInputError('personId', 'whom the payment is credited to');
  if (personId === operator.personId) throw new ForbiddenError();

  const key = `deposit.review:${reviewId}`;
  await creditDeposit(tx, services, {
    key,
    subjectId: deposit?.id ?? reviewId,
    personId,
    currency,
    amount,
    reference,
  });
  if (deposit === undefined) {
    if (await isUnknownRefunded(tx, review)) throw new DepositReviewStateError('refunded');
    await recordEvents(tx, now, [{ type: 'wallet.updated', subjectId: personId, personId }]);
    return;
  }
  const payments = await listDepositPayments(tx, deposit.id);
  const known = payments.find((payment) => payment.reference === reference);
  // Asked before the provider gave it back: there is nothing any more.
  if (known?.refundedAt) throw new DepositReviewStateError('refunded');
  if (known !== undefined && known.currency !== currency)
    throw new InvalidInputError('currency', `${known.currency}, as before`);
  // As booked, so that a later report of the same payment books no more than what is beyond it.
  const booked = (known?.booked ?? 0n) + amount;
  const depositId = deposit.id;
  await saveDepositPayment(tx, now, { provider, reference, depositId, currency, booked, refundedAt: null });
  if (currency === deposit.currency)
    await updateDeposit(tx, now, depositId, { credited: deposit.credited + amount });
  await recordEvents(tx, now, depositEvents(deposit, ['credited']));
}

async function collect(
  tx: Tx,
  services: Pick<DepositServices, 'clock' | 'currencies'>,
  { reference }: DepositReviewRow,
  deposit: DepositRow,
): Promise<void> {
  const payment = (await listDepositPayments(tx, deposit.id)).find((each) => each.reference === reference);
  if (payment === undefined || payment.booked === 0n) throw new DepositReviewStateError('collected');
  // Nothing more of it is booked: a later report of the same payment is for operators to see, not to be credited.
  const refundedAt = payment.refundedAt ?? services.clock.now();
  await collectRefund(tx, services, deposit, { ...payment, refundedAt });
}
