import { InvalidInputError } from '../../platform/errors/index.ts';
import type { WebhookCatalogue, WebhookEventSource } from '../ports.ts';

/** Sent on demand, to any endpoint whatever its filters. */
export const TEST_TYPE = 'webhook.test';

const FILTERS_LIMIT = 100;

/** @throws Error when two sources claim one type. */
export function createCatalogue(sources: readonly WebhookEventSource[]): WebhookCatalogue {
  const byType = new Map<string, WebhookEventSource>();
  for (const source of sources) {
    for (const type of source.types) {
      if (byType.has(type)) throw new Error(`two sources tell of ${type}`);
      byType.set(type, source);
    }
  }
  const types = [...byType.keys()].sort();
  const known = new Set(['*', ...types, ...types.map((type) => `${subjectOf(type)}.*`)]);
  return {
    types,
    sourceOf: (type) => byType.get(type),
    readFilters(filters) {
      const wrong = filters.find((filter) => !known.has(filter));
      if (wrong !== undefined || filters.length === 0 || filters.length > FILTERS_LIMIT) {
        throw new InvalidInputError('eventTypes', `one or more of ${[...known].sort().join(', ')}`);
      }
      return [...new Set(filters)].sort();
    },
  };
}

/** `subscription` of `subscription.renewed`. */
function subjectOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}
