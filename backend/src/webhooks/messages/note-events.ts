import type { EventObserver } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import type { WebhookCatalogue } from '../ports.ts';
import { insertMessages } from './message.repository.ts';

/**
 * Keeps what merchants are to hear of, in the transaction that marks the events as dispatched: an event becomes a
 * message exactly once, whatever crashes. Costs one statement for a batch of events, and nothing where none of
 * them is public.
 */
export function noteEventsForWebhooks(catalogue: Pick<WebhookCatalogue, 'sourceOf'>): EventObserver {
  return async (tx, now, events) => {
    const wanted = events.filter(({ merchantId, type }) => merchantId !== null && catalogue.sourceOf(type));
    if (wanted.length === 0) return;
    await insertMessages(
      tx,
      wanted.map(({ id }) => ({ eventId: id, id: newId('webhookMessage') })),
      now,
    );
  };
}
