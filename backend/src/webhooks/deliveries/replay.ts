import { type Actor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { lockEndpoint, wakeQueue } from '../endpoints/endpoint.repository.ts';
import type { WebhookServices } from '../ports.ts';
import { WebhookDeliveryStateError, WebhookEndpointStateError } from '../webhooks.errors.ts';
import { findDelivery, reopenDelivery, reopenFailed } from './delivery.repository.ts';

type Services = Pick<WebhookServices, 'database' | 'clock'>;

/** Deliveries of one statement. */
const BATCH = 10_000;

/**
 * Sends a delivery again that has succeeded or failed: the same message under the same id, tried at once and then
 * on a new schedule.
 * @throws NotFoundError, WebhookEndpointStateError, WebhookDeliveryStateError
 */
export async function replayDelivery(
  { database, clock }: Services,
  scope: MerchantScope,
  actor: Actor,
  id: string,
): Promise<void> {
  const { merchantId } = scope;
  const now = clock.now();
  await database.transaction(async (tx) => {
    const delivery = await findDelivery(tx, scope, id);
    const endpoint = delivery && (await lockEndpoint(tx, scope, delivery.endpointId));
    if (!endpoint) throw new NotFoundError('webhook delivery', id);
    if (endpoint.status !== 'enabled') throw new WebhookEndpointStateError(endpoint.status);
    if (!(await reopenDelivery(tx, scope, id, now))) throw new WebhookDeliveryStateError(delivery.status);
    await wakeQueue(tx, merchantId, endpoint.id, now);
    await recordAudit(tx, now, { actor, action: 'webhook_delivery.replayed', subjectId: id, merchantId });
  });
}

/**
 * Sends everything again that failed for good since then, in batches. Returns how many.
 * @throws NotFoundError, WebhookEndpointStateError
 */
export async function replayFailedDeliveries(
  { database, clock }: Services,
  scope: MerchantScope,
  actor: Actor,
  { endpointId, since, batch = BATCH }: { endpointId: string; since: Date; batch?: number },
): Promise<number> {
  const { merchantId } = scope;
  const now = clock.now();
  let replayed = 0;
  for (;;) {
    const some = await database.transaction(async (tx) => {
      const endpoint = await lockEndpoint(tx, scope, endpointId);
      if (!endpoint) throw new NotFoundError('webhook endpoint', endpointId);
      if (endpoint.status !== 'enabled') throw new WebhookEndpointStateError(endpoint.status);
      const count = await reopenFailed(tx, scope, endpointId, since, { now, limit: batch });
      if (count === 0) return 0;
      await wakeQueue(tx, merchantId, endpointId, now);
      await recordAudit(tx, now, {
        actor,
        action: 'webhook_deliveries.replayed',
        subjectId: endpointId,
        merchantId,
        details: { since: since.toISOString(), count },
      });
      return count;
    });
    replayed += some;
    if (some < batch) return replayed;
  }
}
