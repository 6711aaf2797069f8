import type { WebhookEventSource } from '../ports.ts';
import { readEndpoints } from './endpoint.repository.ts';
import { ENDPOINT_DISABLED } from './endpoint.ts';

/** What a merchant's other endpoints hear of one of them. */
export const endpointSource: WebhookEventSource = {
  object: 'webhook_endpoint',
  version: 1,
  types: [ENDPOINT_DISABLED],
  async snapshots(tx, events) {
    const keys = events.map(({ merchantId, subjectId }) => ({ merchantId, subjectId }));
    const endpoints = await readEndpoints(tx, keys);
    return new Map(
      endpoints.map(({ id, url, status, disabledReason, disabledAt, failingSince }) => [
        id,
        {
          id,
          url,
          status,
          disabledReason,
          disabledAt: disabledAt?.toISOString() ?? null,
          failingSince: failingSince?.toISOString() ?? null,
        },
      ]),
    );
  },
};
