import type { Prisma, Tx } from '../platform/database/index.ts';
import type { Encryption } from '../platform/encryption/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import type { WebhookSender } from './sending/send.ts';

/** An event that merchants may hear of. */
export interface WebhookEvent {
  readonly merchantId: string;
  readonly type: string;
  readonly subjectId: string;
  /** What was recorded with the event. */
  readonly data: Prisma.JsonValue;
}

/**
 * What a feature tells merchants: the types of its events, and what the thing that they are about looks like. To
 * offer another type, add it to `types`; to offer another kind of thing, add a source in services.ts.
 */
export interface WebhookEventSource {
  /** What the events are about, such as `subscription`. */
  readonly object: string;
  /** Of the snapshot's shape. Adding fields leaves it as it is; anything else is a new version. */
  readonly version: number;
  readonly types: readonly string[];
  /**
   * The present state of what the events are about, by subject id, read for all of them at once and only where it
   * belongs to the event's merchant. What is missing in the map is told without a snapshot.
   */
  snapshots(tx: Tx, events: readonly WebhookEvent[]): Promise<ReadonlyMap<string, Prisma.InputJsonObject>>;
}

/** Every type of event that merchants may hear of, and who can say what it is about. */
export interface WebhookCatalogue {
  /** In alphabetical order. */
  readonly types: readonly string[];
  sourceOf(type: string): WebhookEventSource | undefined;
  /**
   * Filters of an endpoint, without doubles: types, `subject.*`, or `*`.
   * @throws InvalidInputError for one that no event could match, or for none
   */
  readFilters(filters: readonly string[]): string[];
}

/** What webhooks work with. */
export interface WebhookServices extends PlatformServices {
  readonly encryption: Encryption;
  readonly webhookCatalogue: WebhookCatalogue;
  readonly webhookSender: WebhookSender;
}
