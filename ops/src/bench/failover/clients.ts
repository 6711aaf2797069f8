import { setTimeout as sleep } from 'node:timers/promises';
import { DASHBOARD_QUERIES } from '../api/queries.ts';
import type { Shop } from '../api/shop.ts';

export interface Clients {
  /** Requests that were answered. */
  readonly answered: () => number;
  /** Of those, the ones that needed their second attempt. */
  readonly retried: () => number;
  /** Requests that failed twice, with the reason. */
  readonly failures: readonly string[];
  /** The credit that was given, as the answers say: the reason of each, and how many cents. */
  readonly credited: ReadonlyMap<string, bigint>;
  /** Lets what is under way finish. */
  stop(): Promise<void>;
}

/** How many ask, and how long each rests after an answer. */
export interface Load {
  readonly readers: number;
  readonly payers: number;
  readonly pauseMs: number;
}

const RETRY_MS = 250;
const TIMEOUT_MS = 120_000;
const CREDIT = `mutation ($input: AdjustCreditInput!, $key: String!) {
  adjustCredit(input: $input, idempotencyKey: $key) { id } }`;

/**
 * People at the dashboard and programs that move money, one request after the other each. A request that fails for want of
 * a server is sent once more, money under the same key.
 */
export function startClients(
  url: string,
  { merchantId, token }: Shop,
  customers: readonly string[],
  { readers, payers, pauseMs }: Load,
): Clients {
  let stopped = false;
  let answered = 0;
  let retried = 0;
  const credited = new Map<string, bigint>();
  let next = 0;
  const failures: string[] = [];

  async function attempt(query: string, variables: object): Promise<void> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 200)}`);
    const { errors } = JSON.parse(text) as { errors?: unknown };
    if (errors) throw new Error(text.slice(0, 200));
  }

  async function ask(query: string, variables: object): Promise<boolean> {
    for (let attempts = 0; ; attempts++) {
      try {
        await attempt(query, variables);
        answered += 1;
        if (attempts > 0) retried += 1;
        return true;
      } catch (error) {
        if (attempts > 0) {
          failures.push(
            error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : String(error),
          );
          return false;
        }
        await sleep(RETRY_MS);
      }
    }
  }

  async function read(index: number): Promise<void> {
    for (let n = index; !stopped; n++) {
      const { query } = DASHBOARD_QUERIES[n % 4] ?? { query: '' };
      await ask(query, { merchantId });
      await sleep(pauseMs);
    }
  }

  async function pay(): Promise<void> {
    while (!stopped) {
      const n = next++;
      const customerId = customers[n % customers.length];
      const amount = BigInt(1 + (n % 97));
      const reason = `gift ${n}`;
      const input = { merchantId, customerId, amount: amount.toString(), currency: 'USD', reason };
      if (await ask(CREDIT, { input, key: `failover-${n}` })) credited.set(reason, amount);
      await sleep(pauseMs);
    }
  }

  const running = [
    ...Array.from({ length: readers }, (_, index) => read(index)),
    ...Array.from({ length: payers }, pay),
  ];
  return {
    answered: () => answered,
    retried: () => retried,
    credited,
    failures,
    async stop() {
      stopped = true;
      await Promise.all(running);
    },
  };
}
