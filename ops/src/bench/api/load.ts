import autocannon from 'autocannon';
import type { DashboardQuery } from './queries.ts';
import type { Server } from './server.ts';
import type { Shop } from './shop.ts';

const CONNECTIONS = 50;

/** Answers a second, and milliseconds within which so many of a hundred came. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Of the server's processor time, for each request. */
  readonly processorMs: number;
}

/** Where and how a server is asked a query. */
export function requestOf({ kind, port }: Server, { name, query }: DashboardQuery, shop: Shop) {
  return {
    url: `http://127.0.0.1:${port}/${kind === 'bare' ? name : 'graphql'}`,
    method: 'POST' as const,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${shop.token}` },
    body: JSON.stringify({ query, variables: { merchantId: shop.merchantId } }),
  };
}

/** Requests after which a server's code is compiled, however slow the machine. */
const WARM_UP_REQUESTS = 500;

/** Has a server answer one query until it is warm. */
export async function warmUp(server: Server, query: DashboardQuery, shop: Shop): Promise<void> {
  const request = requestOf(server, query, shop);
  await autocannon({ ...request, connections: CONNECTIONS, amount: WARM_UP_REQUESTS });
}

/**
 * Sends one query over 50 kept connections for a while.
 * @throws Error if any answer is not a good one
 */
export async function load(
  server: Server,
  query: DashboardQuery,
  shop: Shop,
  seconds: number,
): Promise<Load> {
  const times: number[] = [];
  const before = await server.processorMs();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(
      { ...requestOf(server, query, shop), connections: CONNECTIONS, duration: seconds },
      (error: Error | null, done) => (error ? reject(error) : resolve(done)),
    );
    running.on('response', (_client, _status, _bytes, ms) => times.push(ms));
  });
  const { errors, non2xx, timeouts, duration } = result;
  if (errors + non2xx + timeouts > 0) {
    throw new Error(`${server.kind} ${query.name}: ${errors} errors, ${non2xx} answers that are not 2xx`);
  }
  const processorMs = ((await server.processorMs()) - before) / times.length;
  times.sort((a, b) => a - b);
  const percentile = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return {
    perSecond: times.length / duration,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    processorMs,
  };
}
