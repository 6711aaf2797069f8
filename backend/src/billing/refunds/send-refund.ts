import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { sendIfPossible } from './create-refund.ts';
import { RefundStateError } from './refund.errors.ts';
import { findRefund, lockRefundedPayment, type RefundedPayment } from './refund.repository.ts';
import type { RefundRow } from './refund.ts';
import { dropRefunds, settleRefund } from './settle-refund.ts';

type Services = Pick<BillingServices, 'database' | 'clock' | 'rails'>;

const TXID = /^[0-9a-f]{64}$/;
const REFERENCE = /^[\x21-\x7e]{1,200}$/;

/**
 * Notes that a requested refund was sent, and by what: a transaction's id where it was paid on Bitcoin. Without a
 * reference it is sent now, where its rail can.
 * @throws InvalidInputError, NotFoundError, RefundStateError, and what the rail throws
 */
export async function sendRefund(
  { database, clock, rails }: Services,
  scope: MerchantScope,
  refundId: string,
  reference: string | null,
): Promise<{ readonly refundId: string }> {
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    const { refund, payment } = await lockRefund(tx, scope, refundId);
    if (payment.status !== 'settled') throw new RefundStateError(payment.status);
    if (rails[refund.rail]?.refund) await sendIfPossible(tx, now, rails, refund, payment);
    else await settleRefund(tx, now, refund, payment, checkReference(refund, reference));
    await note(tx, now, scope, 'refund.sent', refundId, { reference });
  });
  return { refundId };
}

/**
 * Cancels a refund that was not sent: its amount is the customer's credit again.
 * @throws NotFoundError, RefundStateError
 */
export async function cancelRefund(
  { database, clock }: Services,
  scope: MerchantScope,
  refundId: string,
): Promise<{ readonly refundId: string }> {
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    const { refund, payment } = await lockRefund(tx, scope, refundId);
    await dropRefunds(tx, now, [refund], () => payment.customerId);
    await note(tx, now, scope, 'refund.canceled', refundId, {});
  });
  return { refundId };
}

async function lockRefund(
  tx: Tx,
  scope: MerchantScope,
  refundId: string,
): Promise<{ readonly refund: RefundRow; readonly payment: RefundedPayment }> {
  requireId('refund', refundId);
  const known = await findRefund(tx, scope, refundId);
  const payment = known && (await lockRefundedPayment(tx, scope, known.paymentId));
  const refund = await findRefund(tx, scope, refundId);
  if (!payment || !refund) throw new NotFoundError('refund', refundId);
  if (refund.status !== 'requested') throw new RefundStateError(refund.status);
  return { refund, payment };
}

function checkReference({ rail }: RefundRow, reference: string | null): string {
  const onBitcoin = rail === 'charms' || rail === 'bitcoin';
  const text = reference?.trim() ?? '';
  if (!(onBitcoin ? TXID : REFERENCE).test(text)) {
    throw new InvalidInputError(
      'reference',
      onBitcoin ? 'the id of a transaction, 64 hex digits' : 'at most 200 characters without spaces',
    );
  }
  return text;
}

async function note(
  tx: Tx,
  now: Date,
  scope: MerchantScope,
  action: string,
  refundId: string,
  details: { readonly reference?: string | null },
): Promise<void> {
  await recordAudit(tx, now, {
    actor: merchantActor(scope),
    action,
    subjectId: refundId,
    merchantId: scope.merchantId,
    details,
  });
}
