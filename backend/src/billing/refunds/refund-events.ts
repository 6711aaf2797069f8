import type { NewEvent } from '../../platform/events/index.ts';
import type { RefundRow } from './refund.ts';

/** The news of a refund. */
export function refundEvents(
  { merchantId, id, invoiceId, paymentId }: Pick<RefundRow, 'merchantId' | 'id' | 'invoiceId' | 'paymentId'>,
  customerId: string,
  change: 'requested' | 'sent' | 'canceled',
): NewEvent[] {
  const data = { invoiceId, paymentId, customerId };
  return [
    { type: `refund.${change}`, subjectId: id, merchantId, data },
    { type: 'invoice.updated', subjectId: invoiceId, merchantId, data: {} },
  ];
}
