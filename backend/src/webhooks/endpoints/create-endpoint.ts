import { type Actor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import type { WebhookServices } from '../ports.ts';
import { newSecret, secretContext } from '../signing/secret.ts';
import { WebhookEndpointLimitError } from '../webhooks.errors.ts';
import { readDescription, readUrl } from './check-endpoint-fields.ts';
import { countEndpointsLocked, insertEndpoint } from './endpoint.repository.ts';
import { ENDPOINTS_LIMIT } from './endpoint.ts';

/**
 * Adds an endpoint. The secret is told this once: the same request again answers with the same endpoint, and
 * without it.
 * @throws InvalidInputError, WebhookEndpointLimitError, IdempotencyKeyReusedError
 */
export async function createEndpoint(
  services: Pick<WebhookServices, 'database' | 'clock' | 'config' | 'encryption' | 'webhookCatalogue'>,
  scope: MerchantScope,
  actor: Actor,
  input: {
    readonly url: string;
    readonly eventTypes: readonly string[];
    readonly description?: string | null | undefined;
    readonly idempotencyKey: string;
  },
): Promise<{ readonly id: string; readonly secret: string | null }> {
  const { database, clock, config, encryption, webhookCatalogue } = services;
  const { merchantId } = scope;
  const fields = {
    url: readUrl(input.url, config),
    eventTypes: webhookCatalogue.readFilters(input.eventTypes),
    description: readDescription(input.description),
  };
  const now = clock.now();
  const secret = newSecret();
  const request = {
    ownerId: merchantId,
    key: input.idempotencyKey,
    operation: 'webhook_endpoint.create',
    input: fields,
  };
  const { id, replayed } = await database.transaction((tx) =>
    once(tx, now, request, async () => {
      if ((await countEndpointsLocked(tx, scope)) >= ENDPOINTS_LIMIT) {
        throw new WebhookEndpointLimitError(ENDPOINTS_LIMIT);
      }
      const endpointId = newId('webhookEndpoint');
      const encrypted = encryption.encrypt(secret, secretContext(endpointId));
      await insertEndpoint(tx, scope, { ...fields, id: endpointId, secret: encrypted }, now);
      await recordAudit(tx, now, {
        actor,
        action: 'webhook_endpoint.created',
        subjectId: endpointId,
        merchantId,
        details: { url: fields.url, eventTypes: fields.eventTypes },
      });
      return endpointId;
    }),
  );
  return { id, secret: replayed ? null : secret };
}
