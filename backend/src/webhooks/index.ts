import 'reflect-metadata';
import type { JobDefinition } from '../platform/jobs/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import { DeliveryResolver } from './deliveries/delivery.resolver.ts';
import { pruneDeliveriesJob } from './deliveries/prune-deliveries.job.ts';
import { EndpointResolver } from './endpoints/endpoint.resolver.ts';

export { createCatalogue } from './catalogue/catalogue.ts';
export { startWebhookDeliveries } from './deliveries/start-deliveries.ts';
export { endpointLetterSource } from './endpoints/endpoint-letter-source.ts';
export { endpointSource } from './endpoints/endpoint-source.ts';
export { type ReencryptReport, reencryptSecrets } from './endpoints/reencrypt-secrets.ts';
export { noteEventsForWebhooks } from './messages/note-events.ts';
export type { WebhookCatalogue, WebhookEvent, WebhookEventSource, WebhookServices } from './ports.ts';
export { createWebhookSender, type WebhookSender } from './sending/send.ts';

export const webhookResolvers = [EndpointResolver, DeliveryResolver] as const;

/** The background work of this feature beside the sending itself. */
export function webhookJobs(services: Pick<PlatformServices, 'database' | 'clock'>): JobDefinition<object>[] {
  return [pruneDeliveriesJob(services)];
}
