import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { BillingServices } from '../billing/index.ts';
import type { CharmsServices } from '../charms/index.ts';
import { measureInstallation, type OperationsServices } from '../operations/index.ts';
import { describeError } from '../platform/errors/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import type { WalletServices } from '../wallet/index.ts';
import { createDocumentStore } from './documents/document-store.ts';
import { registerHealth } from './http/health.ts';
import { fromFastify } from './http/http-errors.ts';
import { registerMetrics } from './http/metrics.ts';
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
  /** From now on `/ready` says no, while everything is still answered. */
  drain(): void;
  /** Stops accepting, answers what is under way, closes live connections; cuts what is left after `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
}

export interface ApiOptions {
  readonly version: string;
  /** The queue that has to be up for the process to be ready; none where there is no queue. */
  readonly jobs?: PlatformServices['jobs'];
}

/** What workers listen for: health, readiness and metrics alone. */
export async function createHealthApi(services: OperationsServices, options: ApiOptions): Promise<Api> {
  const app = Fastify();
  let closing = false;
  app.setErrorHandler<FastifyError>((thrown, _, reply) => {
    const { status, ...described } = describeError(fromFastify(thrown), services.logger);
    return reply.code(status).send({ error: described });
  });
  registerOperations(app, services, { ...options, isClosing: () => closing });
  return {
    drain: () => {
      closing = true;
    },
    listen: (host, port) => listen(app, host, port),
    async close() {
      closing = true;
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

function registerOperations(
  app: FastifyInstance,
  services: OperationsServices,
  options: Parameters<typeof registerHealth>[2],
): void {
  registerHealth(app, services.health, options);
  registerMetrics(app, services, measureInstallation(services));
  const { config, metrics } = services;
  metrics.buildInfo.set({ version: options.version, role: config.ROLE }, 1);
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<{ port: number }> {
  await app.listen({ host, port });
  return { port: (app.server.address() as AddressInfo).port };
}

/** What the resolvers of all features work with. */
export type ApiServices = CharmsServices & BillingServices & WalletServices & OperationsServices;

/** Everything that listens: HTTP, GraphQL and live connections. */
export async function createApi(
  services: ApiServices,
  { schema = buildSchema(), ...options }: ApiOptions & { readonly schema?: GraphQLSchema },
): Promise<Api> {
  const { config } = services;
  const sandbox = config.GRAPHQL_SANDBOX ?? config.NODE_ENV !== 'production';
  const documents = createDocumentStore(schema, { introspection: sandbox });
  const app = await createHttpServer({ services, schema, documents, graphqlPath: GRAPHQL_PATH });
  const live = createLiveServer({ services, schema, documents, path: GRAPHQL_PATH });
  let closing = false;
  app.addHook('onSend', async (_, reply) => {
    // Kept alive, the connection of an answer under way would hold the closing up.
    if (closing) reply.header('connection', 'close');
  });
  registerOperations(app, services, { ...options, isClosing: () => closing });
  registerRestApi(app, services, options.version);
  registerBillingFiles(app, services);
  await registerProviderWebhooks(app, services);
  if (sandbox) await registerSandbox(app, schema, GRAPHQL_PATH);
  app.server.on('upgrade', live.upgrade);

  return {
    drain: () => {
      closing = true;
    },
    listen: (host, port) => listen(app, host, port),
    async close(timeoutMs) {
      closing = true;
      const cut = setTimeout(() => app.server.closeAllConnections(), timeoutMs);
      await Promise.all([live.close(timeoutMs), app.close()]);
      clearTimeout(cut);
    },
  };
}
