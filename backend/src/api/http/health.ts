import type { FastifyInstance } from 'fastify';
import type { PlatformServices } from '../../platform/services.ts';

const READY_TIMEOUT_MS = 2_000;

export interface HealthOptions {
  readonly version: string;
  /** What operators want to see beside it, and nothing that others may not. */
  readonly details?: () => Record<string, unknown>;
}

/**
 * `/health`: the process answers. `/ready`: it can do its work, that is, it reaches its database and is
 * not shutting down. Neither needs a session, is logged or counts towards rate limits.
 */
export function registerHealth(
  app: FastifyInstance,
  { database, logger }: PlatformServices,
  { version, details = () => ({}), isClosing }: HealthOptions & { readonly isClosing: () => boolean },
): void {
  const options = { logLevel: 'silent' as const, config: { unlimited: true } };

  app.get('/health', options, async () => ({
    status: 'ok',
    version,
    uptimeSeconds: Math.floor(process.uptime()),
  }));

  app.get('/ready', options, async (_, reply) => {
    if (isClosing()) return reply.code(503).send({ status: 'closing', ...details() });
    try {
      await database.ping(READY_TIMEOUT_MS);
    } catch (error) {
      logger.warn({ err: error }, 'not ready: the database does not answer');
      return reply.code(503).send({ status: 'unavailable', database: 'unavailable', ...details() });
    }
    return { status: 'ready', database: 'ok', ...details() };
  });
}
