import type { Client, ExecutionResult } from 'graphql-ws';

export type Connection = 'unused' | 'connecting' | 'open' | 'lost';

interface Sink {
  next(result: ExecutionResult): void;
  error(error: unknown): void;
  complete(): void;
}

export interface Live {
  observe(query: string, variables?: object): { subscribe(sink: Sink): { unsubscribe(): void } };
  /** How the connection is, for people to see. */
  state(): Connection;
  onChange(listener: () => void): () => void;
  close(): void;
}

/** Codes after which the same would be refused again: see docs/api.md. */
const FATAL = [4400, 4401, 4403];
const LONGEST_WAIT_MS = 30_000;

/**
 * Live data over graphql-ws. The library is loaded with the first subscription; a lost connection is taken up again for as
 * long as somebody listens, after waits that double up to half a minute, and at once when the browser is back online.
 */
export function createLive(url: string, token: string | undefined): Live {
  let state: Connection = 'unused';
  let client: Promise<Client> | undefined;
  const listeners = new Set<() => void>();
  const set = (next: Connection) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const connect = async () => {
    const { createClient } = await import('graphql-ws');
    return createClient({
      url,
      connectionParams: token === undefined ? {} : { authorization: `Bearer ${token}` },
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: (event) => !(event instanceof CloseEvent && FATAL.includes(event.code)),
      retryWait: (retries) =>
        backOnline(Math.min(500 * 2 ** retries, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2)),
      on: {
        connecting: () => set(state === 'lost' ? 'lost' : 'connecting'),
        connected: () => set('open'),
        closed: (event) =>
          set(event instanceof CloseEvent && event.wasClean && event.code === 1000 ? 'unused' : 'lost'),
      },
    });
  };
  return {
    observe: (query, variables = {}) => ({
      subscribe(sink) {
        let stopped = false;
        let stop: (() => void) | undefined;
        client ??= connect().catch((error: unknown) => {
          // The next who listens has it loaded again.
          client = undefined;
          throw error;
        });
        client.then(
          (ready) => {
            if (stopped) return;
            stop = ready.subscribe(
              { query, variables: variables as Record<string, unknown> },
              {
                next: (result) => sink.next(result as ExecutionResult),
                error: (error) => sink.error(error),
                complete: () => sink.complete(),
              },
            );
          },
          (error) => sink.error(error),
        );
        return {
          unsubscribe() {
            stopped = true;
            stop?.();
          },
        };
      },
    }),
    state: () => state,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // What was never loaded or connected, or is breaking off by itself, needs no closing.
    close: () => void client?.then((ready) => ready.dispose()).catch(() => undefined),
  };
}

/** Resolves after so long, or as soon as the browser says that it has a network again. */
function backOnline(waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    window.addEventListener('online', done);
  });
}
