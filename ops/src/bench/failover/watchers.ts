import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

export interface Watchers {
  readonly count: number;
  /** How often a connection ended and was made again. */
  readonly reconnected: () => number;
  /** Those that gave up, with the reason. */
  readonly failures: readonly string[];
  /** How many of them were told that the plan is off sale, after waiting for all of them up to `timeoutMs`. */
  told(timeoutMs: number): Promise<number>;
  stop(): Promise<void>;
}

/** One after the other without a connection between, which take some three minutes. */
const RETRIES = 500;

/** Browsers that watch a plan over live connections, and come back whenever theirs ends. */
export function startWatchers(url: string, token: string, planId: string, count: number): Watchers {
  const failures: string[] = [];
  const told = new Set<number>();
  let reconnected = 0;
  const clients = Array.from({ length: count }, (_, index) => {
    const client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: RETRIES,
      retryWait: () => sleep(250 + Math.random() * 250),
      shouldRetry: () => true,
      on: {
        connected: (_socket, _payload, wasRetry) => {
          if (wasRetry) reconnected += 1;
        },
      },
    });
    client.subscribe<{ planUpdated: { status: string } }>(
      { query: 'subscription ($id: ID!) { planUpdated(planId: $id) { status } }', variables: { id: planId } },
      {
        next: ({ data, errors }) => {
          if (errors) failures.push(JSON.stringify(errors));
          if (data?.planUpdated.status === 'ARCHIVED') told.add(index);
        },
        error: (error) => failures.push(error instanceof Error ? error.message : JSON.stringify(error)),
        complete: () => undefined,
      },
    );
    return client;
  });
  return {
    count,
    failures,
    reconnected: () => reconnected,
    async told(timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      while (told.size < count && Date.now() < deadline) await sleep(50);
      return told.size;
    },
    async stop() {
      await Promise.all(clients.map((client) => client.dispose()));
    },
  };
}
