import type { FastifyInstance } from 'fastify';
import { findLogo } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { isId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';

/** SHA-256, as `logoUrl` writes it. */
const HASH = /^[0-9a-f]{64}$/;

/**
 * The logos of merchants, for pages of any origin and for e-mail programs. An address holds one picture for ever, as its
 * hash is part of it; opened by itself it may load and run nothing.
 */
export function registerLogos(app: FastifyInstance, { database }: Pick<PlatformServices, 'database'>): void {
  app.get<{ Params: { merchantId: string; hash: string } }>(
    '/api/logos/:merchantId/:hash.png',
    { config: { contentSecurityPolicy: "default-src 'none';frame-ancestors 'none';sandbox" } },
    async ({ params: { merchantId, hash } }, reply) => {
      // What no logo has is not asked for: it may be text that the database cannot hold.
      const known = isId('merchant', merchantId) && HASH.test(hash);
      const png = known ? await findLogo(database.client, merchantId, hash) : undefined;
      if (!png) throw new NotFoundError('logo', hash);
      return reply
        .type('image/png')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(Buffer.from(png));
    },
  );
}
