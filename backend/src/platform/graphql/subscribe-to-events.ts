import type { LiveEvent, LiveEvents } from '../events/index.ts';

export interface EventSubscription<T> {
  readonly liveEvents: LiveEvents;
  /** Which events are news to this subscriber: what they may know of, by merchant, person or subject. */
  readonly matches: (event: LiveEvent) => boolean;
  /** The present state: sent first, and again when events may have been missed. */
  readonly initial: () => Promise<readonly T[]>;
  /** What an event is about, read afresh; undefined when there is nothing to tell. */
  readonly read: (event: LiveEvent) => Promise<T | undefined>;
}

/**
 * The stream behind a GraphQL subscription. Listening begins before the present state is read, so no step
 * is missed between a query and the subscription that follows it. Check who asks before calling it.
 */
export function subscribeToEvents<T>(subscription: EventSubscription<T>): AsyncIterableIterator<T> {
  const { liveEvents, matches, initial, read } = subscription;
  const listening = new AbortController();
  const news = liveEvents.subscribe(matches, listening.signal);

  async function* stream(): AsyncGenerator<T, void, undefined> {
    try {
      yield* await initial();
      for await (const item of news) {
        if (item === 'gap') yield* await initial();
        else {
          const value = await read(item);
          if (value !== undefined) yield value;
        }
      }
    } finally {
      listening.abort();
    }
  }

  const generator = stream();
  return {
    next: () => generator.next(),
    // A generator that waits for news answers `return` only once the waiting ends: end it.
    return: () => {
      listening.abort();
      return generator.return();
    },
    throw: (error) => {
      listening.abort();
      return generator.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
