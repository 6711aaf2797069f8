import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { realNow } from '../clock/real-now.ts';
import { REASON_LIMIT } from '../credit/adjust-credit.ts';
import { checkText } from '../invoices/check-items.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { beginRefund } from './begin-refund.ts';
import { lockRefundedPayment, type RefundedPayment } from './refund.repository.ts';
import type { RefundRow } from './refund.ts';
import { settleRefund } from './settle-refund.ts';

type Services = Pick<BillingServices, 'database' | 'clock' | 'rails'>;

/**
 * Sends money of a payment back to whoever paid it, out of their credit: what they have paid too much, or was credited
 * to them. Without an amount, all of that. Where the rail can it is sent at once; elsewhere the merchant sends it and
 * says so.
 *
 * @param amount in the invoice's currency
 * @throws InvalidInputError, NotFoundError, RefundStateError, RefundTooLargeError, IdempotencyKeyReusedError, and what
 *   the rail throws
 */
export async function createRefund(
  services: Services,
  scope: MerchantScope,
  input: { readonly paymentId: string; readonly amount?: bigint | null | undefined; readonly reason: string },
  idempotencyKey?: string | null,
): Promise<{ readonly refundId: string }> {
  requireId('payment', input.paymentId);
  const { database, clock, rails } = services;
  const { merchantId } = scope;
  const reason = checkText(input.reason, 'reason', REASON_LIMIT);
  const { paymentId, amount = null } = input;
  const request = {
    ownerId: merchantId,
    key: idempotencyKey,
    operation: 'refund.create',
    input: { paymentId, amount, reason },
  };
  const { id } = await database.transaction((tx) =>
    onceIfKeyed(tx, realNow(clock), request, async () => {
      const now = await merchantNow(tx, clock, merchantId);
      const payment = await lockRefundedPayment(tx, scope, paymentId);
      if (!payment) throw new NotFoundError('payment', paymentId);
      const refund = await beginRefund(tx, now, payment, { value: amount, reason });
      await recordAudit(tx, now, {
        actor: merchantActor(scope),
        action: 'refund.requested',
        subjectId: refund.id,
        merchantId,
        details: { paymentId, amount: refund.amount.toString(), currency: refund.currency, reason },
      });
      await sendIfPossible(tx, now, rails, refund, payment);
      return refund.id;
    }),
  );
  return { refundId: id };
}

/** Sends a requested refund over its rail, if that can; true when it has. @throws what the rail throws */
export async function sendIfPossible(
  tx: Tx,
  now: Date,
  rails: Services['rails'],
  refund: RefundRow,
  payment: RefundedPayment,
): Promise<boolean> {
  const { merchantId, id: refundId, amount, currency } = refund;
  const { id: paymentId, reference } = payment;
  const sent = await rails[refund.rail]?.refund?.(tx, {
    merchantId,
    refundId,
    paymentId,
    reference,
    amount,
    currency,
  });
  if (!sent) return false;
  await settleRefund(tx, now, refund, payment, sent.reference);
  return true;
}
