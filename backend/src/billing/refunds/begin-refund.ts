import { placeHold, readAccounts } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import { billingAccountIds, creditAccount } from '../billing-accounts.ts';
import { lockCredit } from '../credit/credit.repository.ts';
import type { RailName } from '../ports.ts';
import { RefundStateError, RefundTooLargeError } from './refund.errors.ts';
import { insertRefund, type RefundedPayment } from './refund.repository.ts';
import { amountToRefund, type Refundable, type RefundRow } from './refund.ts';
import { refundEvents } from './refund-events.ts';

/** Rails that pay to an address of the payer's. */
const TO_ADDRESS: readonly RailName[] = ['charms', 'bitcoin'];

/** What of a locked payment can still go back. */
export function refundableOf({
  amount,
  invoiceAmount,
  flag,
  refunded,
  refundedValue,
}: RefundedPayment): Refundable {
  const value = flag === null ? (invoiceAmount ?? 0n) - refundedValue : 0n;
  return { amount: amount - refunded, value: value > 0n ? value : 0n };
}

/**
 * Requests a refund of a locked payment, worth so much of the customer's credit, which is locked for it; without a
 * value, all that there is. A payment that counts for nothing gave no credit and goes back whole.
 * @throws RefundStateError, RefundTooLargeError
 */
export async function beginRefund(
  tx: Tx,
  now: Date,
  payment: RefundedPayment,
  {
    value,
    reason,
    creditNoteId = null,
  }: { readonly value: bigint | null; readonly reason: string; readonly creditNoteId?: string | null },
): Promise<RefundRow> {
  if (payment.status !== 'settled') throw new RefundStateError(payment.status);
  const { merchantId, invoiceId, rail, currency, customerId, invoiceCurrency: creditCurrency } = payment;
  const left = refundableOf(payment);
  const id = newId('refund');
  const terms =
    payment.flag === null
      ? await lockValue(tx, now, payment, left, value, id)
      : { amount: left.amount, creditAmount: 0n, holdId: null };
  if (terms.amount <= 0n) throw new RefundTooLargeError(left.value);
  const refund: RefundRow = {
    ...terms,
    merchantId,
    id,
    paymentId: payment.id,
    invoiceId,
    creditNoteId,
    rail,
    status: 'requested',
    currency,
    creditCurrency,
    destination: TO_ADDRESS.includes(rail) ? payment.customerAddress : null,
    reference: null,
    reason,
    createdAt: now,
    sentAt: null,
    canceledAt: null,
  };
  await insertRefund(tx, refund);
  await recordEvents(tx, now, refundEvents(refund, customerId, 'requested'));
  return refund;
}

async function lockValue(
  tx: Tx,
  now: Date,
  { merchantId, customerId, invoiceCurrency: currency, amount, invoiceAmount }: RefundedPayment,
  left: Refundable,
  value: bigint | null,
  refundId: string,
): Promise<Pick<RefundRow, 'amount' | 'creditAmount' | 'holdId'>> {
  await lockCredit(tx, [{ merchantId, customerId }]);
  const [account = ''] = await billingAccountIds(tx, now, [creditAccount(customerId, currency)]);
  const [credit] = await readAccounts(tx, [account]);
  const available = credit?.available ?? 0n;
  const most = available < left.value ? available : left.value;
  const creditAmount = value ?? most;
  if (creditAmount <= 0n || creditAmount > most || invoiceAmount === null) {
    throw new RefundTooLargeError(most);
  }
  const { holdId } = await placeHold(tx, now, {
    key: `refund.requested:${refundId}`,
    kind: 'refund.requested',
    account,
    amount: creditAmount,
    currency,
    metadata: { refundId },
  });
  return { amount: amountToRefund({ amount, invoiceAmount }, left, creditAmount), creditAmount, holdId };
}
