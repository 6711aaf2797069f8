import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { voidUntouchedInvoices } from '../invoices/invoice.repository.ts';
import { invoiceEvents } from '../invoices/invoice-events.ts';
import { markEnded } from './end-subscriptions.repository.ts';
import { recomputeSubscriptions } from './recompute-subscriptions.ts';
import { subscriptionEvents } from './subscription-events.ts';
import type { SubscriptionKey } from './subscription-row.ts';

/** Why a subscription ends: its merchant wants it canceled, or what was never paid expires. */
export type Ending = SubscriptionKey & { readonly input: 'cancel' | 'expire' };

/**
 * Ends those of the subscriptions that live and have no paid time left, and voids what is open of them and untouched.
 * A fixed number of statements however many there are.
 */
export async function endSubscriptions(tx: Tx, now: Date, endings: readonly Ending[]): Promise<void> {
  if (endings.length === 0) return;
  const ended = await markEnded(tx, endings, now);
  if (ended.length === 0) return;
  const voided = await voidUntouchedInvoices(tx, ended, now);
  const keys = ended.map(({ merchantId, id }) => ({ merchantId, subscriptionId: id }));
  const recomputed = await recomputeSubscriptions(tx, now, keys);
  const verbOf = new Map(ended.map(({ id, status }) => [id, status]));
  await recordEvents(tx, now, [
    ...voided.flatMap((invoice) => invoiceEvents(invoice, ['voided'])),
    ...recomputed.flatMap((subject) => {
      const verb = verbOf.get(subject.id);
      return subscriptionEvents(subject, verb ? [verb] : []);
    }),
  ]);
}
