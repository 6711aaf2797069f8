import { giveBackLimit } from '../../compliance/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { isId } from '../../platform/ids.ts';
import type { WalletServices } from '../ports.ts';
import type { DepositReport } from '../providers/deposit-provider.ts';
import { bookPayment } from './book-payment.ts';
import { findDepositIdByReference, lockDeposit, setOpened, updateDeposit } from './deposit.repository.ts';
import { isAwaited, nextDepositStatus } from './deposit.ts';
import { depositEvents } from './deposit-events.ts';
import { type DepositPaymentRow, listDepositPayments } from './deposit-payment.repository.ts';
import type { DepositRow } from './deposit-row.ts';
import { FIRST_CHECK_MS } from './open-deposit.ts';
import { refundPayment } from './refund-payment.ts';
import { insertReview } from './review.repository.ts';
import { UNKNOWN_PAYMENT, UNKNOWN_REFUNDED } from './review.ts';

type Services = Pick<WalletServices, 'currencies' | 'clock' | 'logger'>;

/**
 * Does what a provider's report means, in the caller's transaction: the same report again, or an older one, does
 * nothing more.
 * @returns what it meant, in a word
 */
export async function applyDepositReport(
  tx: Tx,
  services: Services,
  provider: string,
  report: DepositReport,
): Promise<string> {
  const now = services.clock.now();
  const id = await depositIdOf(tx, provider, report);
  const deposit = id === undefined ? undefined : await lockDeposit(tx, id);
  if (deposit === undefined || deposit.provider !== provider) {
    return askOperators(tx, services, { provider, report, reason: UNKNOWN_PAYMENT });
  }
  const opened = await adoptAddress(tx, now, deposit, report);
  const { reference, asset, amount } = opened;
  if (reference === null)
    return askOperators(tx, services, { provider, report, reason: 'not_ours', deposit });

  const payments = await listDepositPayments(tx, deposit.id);
  const meaning = report.judge({
    depositId: deposit.id,
    reference,
    asset,
    amount,
    booked: new Map(payments.map((payment) => [payment.reference, payment.booked])),
    refunded: new Set(payments.filter(({ refundedAt }) => refundedAt).map((payment) => payment.reference)),
  });
  const about = { deposit: opened, report, payment: paymentOf(payments, opened, report) };
  switch (meaning.kind) {
    case 'credit':
    case 'partial':
    case 'redeposit':
      await bookPayment(tx, services, { ...about, kind: meaning.kind, units: meaning.units });
      break;
    case 'refunded':
      await refundPayment(tx, services, { ...about, units: meaning.units });
      break;
    case 'failed':
      if (report.reference === reference) await closeUnpaid(tx, now, opened, meaning.status);
      break;
    case 'review':
      return askOperators(tx, services, { provider, report, reason: meaning.reason, deposit: opened });
  }
  return meaning.kind;
}

/** By our own id where the provider says it, else by the payments that we know. */
async function depositIdOf(
  tx: Tx,
  provider: string,
  { depositId, reference, parentReference }: DepositReport,
): Promise<string | undefined> {
  if (depositId !== null && isId('deposit', depositId)) return depositId;
  return findDepositIdByReference(
    tx,
    provider,
    [reference, parentReference].filter((each) => each !== null),
  );
}

/** The first we hear of the payment that was asked for, where the answer itself was lost. */
async function adoptAddress(
  tx: Tx,
  now: Date,
  deposit: DepositRow,
  { depositId, parentReference, where }: DepositReport,
): Promise<DepositRow> {
  if (deposit.status !== 'creating' || depositId !== deposit.id || parentReference !== null) return deposit;
  const nextCheckAt = new Date(now.getTime() + FIRST_CHECK_MS);
  await setOpened(tx, now, { id: deposit.id, nextCheckAt, where });
  await recordEvents(tx, now, depositEvents(deposit, ['opened']));
  return { ...deposit, ...where, status: 'waiting', nextCheckAt };
}

function paymentOf(
  payments: readonly DepositPaymentRow[],
  { id: depositId, provider, currency }: DepositRow,
  { reference }: DepositReport,
): DepositPaymentRow {
  const known = payments.find((payment) => payment.reference === reference);
  return known ?? { provider, reference, depositId, currency, booked: 0n, refundedAt: null };
}

/** Nothing has come, and nothing is expected any more. */
export async function closeUnpaid(
  tx: Tx,
  now: Date,
  deposit: DepositRow,
  input: 'failed' | 'expired',
): Promise<void> {
  const status = nextDepositStatus(deposit.status, input);
  if (status === undefined || status === deposit.status) return;
  await updateDeposit(tx, now, deposit.id, {
    status,
    nextCheckAt: isAwaited(status) ? deposit.nextCheckAt : null,
  });
  await giveBackLimit(tx, deposit.id);
  await recordEvents(tx, now, depositEvents(deposit, [input]));
}

interface Question {
  readonly provider: string;
  readonly report: DepositReport;
  readonly reason: string;
  readonly deposit?: DepositRow;
}

/** Where no money is said to have come there is nothing to decide, unless it takes back what was said before. */
async function askOperators(
  tx: Tx,
  { clock, logger }: Services,
  { provider, report, reason, deposit }: Question,
): Promise<string> {
  const { reference, received, hasMoney, status } = report;
  if (!hasMoney && reason !== 'failed_after_booking') return 'ignored';
  const now = clock.now();
  const depositId = deposit?.id ?? null;
  const asked = reason === UNKNOWN_PAYMENT && status === 'refunded' ? UNKNOWN_REFUNDED : reason;
  if (await insertReview(tx, now, { provider, reference, depositId, reason: asked, received })) {
    logger.warn({ provider, reference, depositId, reason: asked }, 'a deposit waits for an operator');
    if (deposit !== undefined) await recordEvents(tx, now, depositEvents(deposit, ['review_opened']));
  }
  return asked;
}
