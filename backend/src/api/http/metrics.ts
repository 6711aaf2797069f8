import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { UnauthenticatedError } from '../../platform/errors/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { noSuchPage } from './http-errors.ts';

/** What proxies add to requests that they pass on. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * `/metrics`, in Prometheus' text format. With METRICS_TOKEN for whoever shows it, else for this machine alone: to
 * anybody else there is no such page.
 * @param refresh brings the gauges up to date; never rejects
 */
export function registerMetrics(
  app: FastifyInstance,
  { config, metrics }: Pick<PlatformServices, 'config' | 'metrics'>,
  refresh: () => Promise<void>,
): void {
  const { registry } = metrics;
  const mayRead = config.METRICS_TOKEN === undefined ? isFromHere : bearerOf(config.METRICS_TOKEN);
  const route = { logLevel: 'silent' as const, config: { unlimited: true, unmeasured: true } };
  app.get('/metrics', route, async (request, reply) => {
    if (!mayRead(request)) {
      throw config.METRICS_TOKEN === undefined ? noSuchPage(request.url) : new UnauthenticatedError();
    }
    await refresh();
    return reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics());
  });
}

/** The hashes are compared, in constant time: neither length nor content of the token shows in how long it takes. */
function bearerOf(token: string): (request: FastifyRequest) => boolean {
  const expected = sha256(`Bearer ${token}`);
  return ({ headers }) => timingSafeEqual(sha256(headers.authorization ?? ''), expected);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Over the loopback interface, and from nobody further away for whom a proxy asks. */
function isFromHere({ headers, socket }: FastifyRequest): boolean {
  const peer = socket.remoteAddress;
  if (peer === undefined || FORWARDED.some((name) => headers[name] !== undefined)) return false;
  return ipaddr.process(peer).range() === 'loopback';
}
