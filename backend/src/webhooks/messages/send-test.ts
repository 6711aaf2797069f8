import { type Actor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import { TEST_TYPE } from '../catalogue/catalogue.ts';
import { insertDelivery } from '../deliveries/delivery.repository.ts';
import { lockEndpoint, wakeQueue } from '../endpoints/endpoint.repository.ts';
import type { WebhookServices } from '../ports.ts';
import { WebhookEndpointStateError } from '../webhooks.errors.ts';
import { insertReadyMessage } from './message.repository.ts';
import { payloadOf } from './payload.ts';

/**
 * Sends a `webhook.test` to one endpoint, whatever it filters, at once even where it fails at present. Returns the
 * delivery's id.
 * @throws NotFoundError, WebhookEndpointStateError, IdempotencyKeyReusedError
 */
export async function sendTest(
  { database, clock }: Pick<WebhookServices, 'database' | 'clock'>,
  scope: MerchantScope,
  actor: Actor,
  { endpointId, idempotencyKey: key }: { readonly endpointId: string; readonly idempotencyKey: string },
): Promise<string> {
  const { merchantId } = scope;
  const now = clock.now();
  const request = { ownerId: merchantId, key, operation: 'webhook_endpoint.test', input: { endpointId } };
  const { id } = await database.transaction((tx) =>
    once(tx, now, request, async () => {
      const endpoint = await lockEndpoint(tx, scope, endpointId);
      if (!endpoint) throw new NotFoundError('webhook endpoint', endpointId);
      if (endpoint.status !== 'enabled') throw new WebhookEndpointStateError(endpoint.status);
      const messageId = newId('webhookMessage');
      const deliveryId = newId('webhookDelivery');
      const about = { object: 'webhook_endpoint', version: 1, id: endpointId, snapshot: null };
      const payload = payloadOf({ type: TEST_TYPE, occurredAt: now, ...about });
      const message = { merchantId, id: messageId, type: TEST_TYPE, subjectId: endpointId, payload };
      await insertReadyMessage(tx, message, now);
      const delivery = { merchantId, id: deliveryId, endpointId, messageId, eventType: TEST_TYPE };
      await insertDelivery(tx, delivery, now);
      await wakeQueue(tx, merchantId, endpointId, now);
      await recordAudit(tx, now, {
        actor,
        action: 'webhook_endpoint.tested',
        subjectId: endpointId,
        merchantId,
      });
      return deliveryId;
    }),
  );
  return id;
}
