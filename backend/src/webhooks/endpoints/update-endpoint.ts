import { type Actor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import type { WebhookServices } from '../ports.ts';
import { readDescription, readUrl } from './check-endpoint-fields.ts';
import {
  lockEndpoint,
  setDisabled,
  setEnabled,
  updateEndpointRow,
  wakeQueue,
} from './endpoint.repository.ts';

/**
 * Changes what is given of an endpoint. Enabling one that was disabled sends what waits for it; what happened
 * meanwhile was not kept for it.
 * @throws InvalidInputError, NotFoundError
 */
export async function updateEndpoint(
  services: Pick<WebhookServices, 'database' | 'clock' | 'config' | 'webhookCatalogue'>,
  scope: MerchantScope,
  actor: Actor,
  id: string,
  input: {
    readonly url?: string | null | undefined;
    readonly eventTypes?: readonly string[] | null | undefined;
    readonly description?: string | null | undefined;
    readonly enabled?: boolean | null | undefined;
  },
): Promise<void> {
  const { database, clock, config, webhookCatalogue } = services;
  const { merchantId } = scope;
  const now = clock.now();
  const change = {
    ...(input.url == null ? {} : { url: readUrl(input.url, config) }),
    ...(input.eventTypes == null ? {} : { eventTypes: webhookCatalogue.readFilters(input.eventTypes) }),
    ...(input.description === undefined ? {} : { description: readDescription(input.description) }),
  };
  await database.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, scope, id);
    if (!endpoint) throw new NotFoundError('webhook endpoint', id);
    const record = (action: string, details = {}) =>
      recordAudit(tx, now, { actor, action, subjectId: id, merchantId, details });
    if (Object.keys(change).length > 0) {
      await updateEndpointRow(tx, scope, id, change, now);
      await record('webhook_endpoint.updated', change);
    }
    if (input.enabled === true && endpoint.status === 'disabled') {
      await setEnabled(tx, scope, id, now);
      await wakeQueue(tx, merchantId, id, now);
      await record('webhook_endpoint.enabled');
    }
    if (input.enabled === false && endpoint.status === 'enabled') {
      await setDisabled(tx, merchantId, id, 'member', now);
      await record('webhook_endpoint.disabled', { reason: 'member' });
    }
  });
}
