import type { NewEvent } from '../../platform/events/index.ts';
import type { ChangedPayment } from './payment.repository.ts';
import { isPaymentFailure } from './payment.ts';

/** The news of a payment: that something changed, and its name where it is final. */
export function paymentEvents({
  merchantId,
  id,
  personId,
  status,
  invoiceId,
  subscriptionId,
}: ChangedPayment): NewEvent[] {
  const final = status === 'settled' || isPaymentFailure(status);
  const types = final ? ['payment.updated', `payment.${status}`] : ['payment.updated'];
  return types.map((type) => ({
    type,
    subjectId: id,
    merchantId,
    personId,
    data: { invoiceId, subscriptionId, status },
  }));
}
