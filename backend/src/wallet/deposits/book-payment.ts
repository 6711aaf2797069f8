import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { WalletServices } from '../ports.ts';
import type { DepositReport } from '../providers/deposit-provider.ts';
import { updateDeposit } from './deposit.repository.ts';
import { isAwaited, nextDepositStatus } from './deposit.ts';
import { depositEvents } from './deposit-events.ts';
import { type DepositPaymentRow, saveDepositPayment } from './deposit-payment.repository.ts';
import type { DepositRow } from './deposit-row.ts';
import { creditDeposit } from './move-deposit.ts';

export interface PaymentNews {
  readonly deposit: DepositRow;
  readonly report: DepositReport;
  readonly payment: DepositPaymentRow;
  /** In the smallest unit of the deposit's currency. */
  readonly units: bigint;
}

/** Credits what is new of a payment, and moves its deposit on unless it is a re-deposit. */
export async function bookPayment(
  tx: Tx,
  services: Pick<WalletServices, 'currencies' | 'clock'>,
  news: PaymentNews & { readonly kind: 'credit' | 'partial' | 'redeposit' },
): Promise<void> {
  const { deposit, report, payment, units, kind } = news;
  const { id, personId, currency, status: before } = deposit;
  const { reference } = report;
  const now = services.clock.now();
  const booked = payment.booked + units;
  await saveDepositPayment(tx, now, { ...payment, booked });
  await creditDeposit(tx, services, {
    key: `deposit:${id}:${reference}:${booked}`,
    subjectId: id,
    personId,
    currency,
    amount: units,
    reference,
  });
  const input = kind === 'credit' ? 'paid' : 'paid_partly';
  const status = kind === 'redeposit' ? before : (nextDepositStatus(before, input) ?? before);
  await updateDeposit(tx, now, id, {
    status,
    credited: deposit.credited + units,
    nextCheckAt: isAwaited(status) ? deposit.nextCheckAt : null,
  });
  await recordEvents(tx, now, depositEvents(deposit, ['credited']));
}
