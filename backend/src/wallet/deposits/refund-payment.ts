import { accountsOf } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { personOwner } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';
import type { PaymentNews } from './book-payment.ts';
import { updateDeposit } from './deposit.repository.ts';
import { nextDepositStatus } from './deposit.ts';
import { depositEvents } from './deposit-events.ts';
import { type DepositPaymentRow, saveDepositPayment } from './deposit-payment.repository.ts';
import type { DepositRow } from './deposit-row.ts';
import { takeBackDeposit } from './move-deposit.ts';
import { insertReview } from './review.repository.ts';
import { REFUND_NOT_COVERED } from './review.ts';

type Services = Pick<WalletServices, 'currencies' | 'clock' | 'logger'>;

/**
 * The provider has given the money back: what was credited of it is taken back. If the person has spent it, all
 * of it waits for an operator. Either way nothing more of this payment is booked.
 */
export async function refundPayment(tx: Tx, services: Services, news: PaymentNews): Promise<void> {
  const { deposit, report, payment, units } = news;
  const { provider, reference } = payment;
  const now = services.clock.now();
  const refunded = { ...payment, refundedAt: now };
  const isFirst = reference === deposit.reference;
  const status = isFirst ? nextDepositStatus(deposit.status, 'refunded') : undefined;
  await saveDepositPayment(tx, now, refunded);
  await updateDeposit(tx, now, deposit.id, status === undefined ? {} : { status, nextCheckAt: null });
  if (units > 0n) {
    if ((await availableOf(tx, deposit.personId, payment.currency)) >= units) {
      await collectRefund(tx, services, deposit, refunded);
      return;
    }
    await insertReview(tx, now, {
      provider,
      reference,
      depositId: deposit.id,
      reason: REFUND_NOT_COVERED,
      received: report.received,
    });
    services.logger.warn({ depositId: deposit.id, reference }, 'a refunded deposit has been spent');
  }
  await recordEvents(tx, now, depositEvents(deposit, units > 0n ? ['review_opened'] : []));
}

/**
 * Takes back all that is booked of a refunded payment.
 * @throws InsufficientFundsError when it is not there
 */
export async function collectRefund(
  tx: Tx,
  services: Pick<WalletServices, 'currencies' | 'clock'>,
  deposit: DepositRow,
  payment: DepositPaymentRow,
): Promise<void> {
  const { reference, currency, booked: amount } = payment;
  const { id, personId } = deposit;
  const now = services.clock.now();
  await takeBackDeposit(tx, services, {
    key: `deposit.refund:${id}:${reference}`,
    subjectId: id,
    personId,
    currency,
    amount,
    reference,
  });
  await saveDepositPayment(tx, now, { ...payment, booked: 0n });
  if (currency === deposit.currency) {
    await updateDeposit(tx, now, id, { credited: deposit.credited - amount });
  }
  await recordEvents(tx, now, depositEvents(deposit, ['refunded']));
}

async function availableOf(tx: Tx, personId: string, currency: string): Promise<bigint> {
  const accounts = await accountsOf(tx, personOwner(personId));
  const wallet = accounts.find((account) => account.kind === 'wallet' && account.currency === currency);
  return wallet?.available ?? 0n;
}
