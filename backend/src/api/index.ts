import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { BillingServices } from '../billing/index.ts';
import type { CharmsServices } from '../charms/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import type { WalletServices } from '../wallet/index.ts';
import { createDocumentStore } from './documents/document-store.ts';
import { createApollo } from './graphql/apollo.ts';
import { type HealthOptions, registerHealth } from './http/health.ts';
import { registerProviderWebhooks } from './http/provider-webhooks.ts';
import { createHttpServer } from './http/server.ts';
import { createLiveServer } from './live/live-server.ts';
import { registerBillingFiles } from './rest/billing-files.ts';
import { registerRestApi } from './rest/index.ts';
import { registerSandbox } from './sandbox.ts';
import { buildSchema } from './schema.ts';

const GRAPHQL_PATH = '/graphql';

export interface Api {
  /** Takes requests from now on. Port 0 takes any free one. Rejects with EADDRINUSE and the like. */
  listen(host: string, port: number): Promise<{ port: number }>;
  /** Stops accepting, answers what is under way, closes live connections; cuts what is left after `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
}

/** What workers listen for: `/health` and `/ready` alone. */
export async function createHealthApi(services: PlatformServices, health: HealthOptions): Promise<Api> {
  const app = Fastify();
  let closing = false;
  registerHealth(app, services, { ...health, isClosing: () => closing });
  return {
    listen: (host, port) => listen(app, host, port),
    async close() {
      closing = true;
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<{ port: number }> {
  await app.listen({ host, port });
  return { port: (app.server.address() as AddressInfo).port };
}

/** What the resolvers of all features work with. */
export type ApiServices = CharmsServices & BillingServices & WalletServices;

/** Everything that listens: HTTP, GraphQL and live connections. */
export async function createApi(
  services: ApiServices,
  { schema = buildSchema(), ...health }: HealthOptions & { readonly schema?: GraphQLSchema },
): Promise<Api> {
  const { config, logger, metrics } = services;
  const sandbox = config.GRAPHQL_SANDBOX ?? config.NODE_ENV !== 'production';
  const documents = createDocumentStore(schema, { introspection: sandbox });
  const apollo = createApollo({ schema, documents, introspection: sandbox, logger, metrics });
  await apollo.start();
  const app = await createHttpServer({ services, apollo, documents, graphqlPath: GRAPHQL_PATH });
  const live = createLiveServer({ services, schema, documents, path: GRAPHQL_PATH });
  let closing = false;
  app.addHook('onSend', async (_, reply) => {
    // Kept alive, the connection of an answer under way would hold the closing up.
    if (closing) reply.header('connection', 'close');
  });
  registerHealth(app, services, { ...health, isClosing: () => closing });
  registerRestApi(app, services, health.version);
  registerBillingFiles(app, services);
  await registerProviderWebhooks(app, services);
  if (sandbox) await registerSandbox(app, schema, GRAPHQL_PATH);
  app.server.on('upgrade', live.upgrade);

  return {
    listen: (host, port) => listen(app, host, port),
    async close(timeoutMs) {
      closing = true;
      const cut = setTimeout(() => app.server.closeAllConnections(), timeoutMs);
      await Promise.all([live.close(timeoutMs), app.close()]);
      clearTimeout(cut);
      await apollo.stop();
    },
  };
}
