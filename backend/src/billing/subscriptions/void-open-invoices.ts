import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { findPayableInvoices, voidInvoices } from '../invoices/invoice.repository.ts';
import { invoiceEvents } from '../invoices/invoice-events.ts';
import type { SubscriptionRow } from './subscription-row.ts';

/** Voids the invoices for periods of a locked subscription towards which nothing has arrived or is on its way. */
export async function voidOpenInvoices(
  tx: Tx,
  now: Date,
  subscription: Pick<SubscriptionRow, 'merchantId' | 'id'>,
): Promise<void> {
  const open = await findPayableInvoices(tx, subscription);
  const ids = open.map(({ id }) => id);
  const voided = await voidInvoices(tx, subscription, ids, now);
  await recordEvents(
    tx,
    now,
    voided.flatMap((invoice) => invoiceEvents(invoice, ['voided'])),
  );
}
