import { randomUUID } from 'node:crypto';
import { RateLimitedError } from '../../platform/errors/index.ts';
import type { FiatCollection, FiatLine, FiatRail, NewFiatCollection } from './ports.ts';

/** A rail in memory: its statement is a list, and notifications are lines as JSON. */
export interface TestRail extends FiatRail {
  readonly asked: NewFiatCollection[];
  readonly lines: FiatLine[];
  /** What the next calls of `createCollection` meet instead of an answer. */
  readonly failures: Error[];
}

/** The lines of a statement come one page at a time, so that paging is met with a few. */
const PAGE = 2;

export function createTestRail(): TestRail {
  const collections = new Map<string, FiatCollection>();
  const rail: TestRail = {
    name: 'bank',
    currencies: ['EUR', 'USD'],
    asked: [],
    lines: [],
    failures: [],
    async createCollection(asked) {
      rail.asked.push(asked);
      const failure = rail.failures.shift();
      if (failure) throw failure;
      const known = collections.get(asked.orderId);
      const payTo = { holder: 'CharmBills', iban: 'DE00', bic: 'BANKDEFF' };
      const collection = known ?? { id: randomUUID(), reference: `CB${randomUUID().slice(0, 8)}`, payTo };
      collections.set(asked.orderId, collection);
      return collection;
    },
    readNotification: (rawBody, { signature }) =>
      signature === 'right'
        ? rail.lines.filter(({ externalId }) => Buffer.from(rawBody).toString() === externalId)
        : undefined,
    async statement(cursor) {
      const from = Number(cursor ?? '0');
      const lines = rail.lines.slice(from, from + PAGE);
      const next = from + lines.length;
      return { lines, next: String(next), hasMore: next < rail.lines.length };
    },
  };
  return rail;
}

/** What a rail throws when it cannot be asked now. */
export function railAway(): Error {
  return new RateLimitedError(1);
}
