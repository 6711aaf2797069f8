import { newId } from '../../platform/ids.ts';
import type { WebhookEventSource, WebhookServices } from '../ports.ts';
import {
  insertDeliveries,
  lockMatchingQueues,
  postponeMessages,
  setPayloads,
  takeWaitingMessages,
  type WaitingMessage,
} from './message.repository.ts';
import { payloadOf } from './payload.ts';

const BATCH = 500;
/** A source that fails is asked again after this; messages of others do not wait for it. */
const POSTPONED_MS = 30_000;

type Services = Pick<WebhookServices, 'database' | 'clock' | 'logger' | 'webhookCatalogue'>;

/**
 * Writes the bodies of waiting messages, and a delivery for each endpoint that wants one, set by set. Any number
 * of workers may do it. Returns how many were taken, and whether more may be left.
 */
export async function fanOut(
  services: Services,
  { batch = BATCH } = {},
): Promise<{ taken: number; more: boolean }> {
  const { database, clock } = services;
  const now = clock.now();
  const taken = await database.transaction(async (tx) => {
    const messages = await takeWaitingMessages(tx, now, batch);
    if (messages.length === 0) return 0;
    const ready: (WaitingMessage & { payload: string })[] = [];
    for (const [source, some] of bySource(services, messages)) {
      // Outside this transaction: a statement that fails in it would take it down for all the others.
      const events = some.map(({ merchantId, type, subjectId, data }) => ({
        merchantId,
        type,
        subjectId,
        data,
      }));
      const snapshots = await source?.snapshots(database.client, events).catch((error: unknown) => {
        services.logger.error({ err: error, object: source.object }, 'webhooks: a snapshot cannot be read');
        return undefined;
      });
      if (source === undefined || snapshots === undefined) {
        await postponeMessages(tx, some, new Date(now.getTime() + POSTPONED_MS));
        continue;
      }
      const { object, version } = source;
      for (const message of some) {
        const { type, occurredAt, subjectId: id } = message;
        const snapshot = snapshots.get(id) ?? null;
        ready.push({ ...message, payload: payloadOf({ type, occurredAt, object, version, id, snapshot }) });
      }
    }
    if (ready.length > 0) {
      await setPayloads(
        tx,
        ready.map(({ merchantId, id, payload }) => ({ merchantId, id, payload })),
      );
      const pairs = await lockMatchingQueues(tx, ready);
      await insertDeliveries(
        tx,
        pairs.map((pair) => ({ ...pair, id: newId('webhookDelivery') })),
        now,
      );
    }
    return messages.length;
  });
  return { taken, more: taken === batch };
}

/** A type that has left the catalogue has no source: its messages wait for one, until they are pruned. */
function bySource(
  { webhookCatalogue }: Services,
  messages: readonly WaitingMessage[],
): Map<WebhookEventSource | undefined, WaitingMessage[]> {
  return Map.groupBy(messages, ({ type }) => webhookCatalogue.sourceOf(type));
}
