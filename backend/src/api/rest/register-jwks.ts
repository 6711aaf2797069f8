import type { FastifyInstance } from 'fastify';
import { entitlementKeysOf } from '../../billing/index.ts';
import type { PlatformServices } from '../../platform/services.ts';

/** The public keys of entitlement tokens (RFC 7517), for whoever verifies them. Shared by all merchants, and public. */
export function registerJwks(app: FastifyInstance, { config }: Pick<PlatformServices, 'config'>): void {
  app.get('/.well-known/jwks.json', async (_, reply) => {
    reply.header('cache-control', 'public, max-age=300').header('access-control-allow-origin', '*');
    return entitlementKeysOf(config).jwks;
  });
}
