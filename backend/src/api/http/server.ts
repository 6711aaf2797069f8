import cors from '@fastify/cors';
import Fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { describeError, RateLimitedError } from '../../platform/errors/index.ts';
import { inLogContext } from '../../platform/logging/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { countError } from '../count-error.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { BODY_LIMIT_BYTES } from '../documents/limits.ts';
import { formatGraphQLError, statusOf, toGraphQLErrors } from '../graphql/format-error.ts';
import { type OperationNote, registerGraphQL } from '../graphql/register-graphql.ts';
import { fromFastify, noSuchPage } from './http-errors.ts';
import { measureRequests } from './measure-requests.ts';
import { createRequestCounter } from './request-counter.ts';
import { requestIdOf } from './request-id.ts';
import { registerSecurityHeaders } from './security-headers.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Does not count towards rate limits and is not logged. */
    unlimited?: boolean;
    /** Is not timed: health checks and scrapes would hide what people wait for. */
    unmeasured?: boolean;
  }
  interface FastifyRequest {
    /** What was asked for by GraphQL, for the line in the log. */
    operation: OperationNote | undefined;
  }
}

export interface HttpServerOptions {
  readonly services: PlatformServices;
  readonly schema: GraphQLSchema;
  readonly documents: DocumentStore;
  readonly graphqlPath: string;
}

/** The HTTP side: security headers, limits, request ids, errors by the table, and the GraphQL route. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { services, schema, documents, graphqlPath } = options;
  const { config, logger } = services;
  // Of these lines no field is a secret by its key; what looks like one is cut from them like from all.
  const lines = logger.child({}, { redact: [] });
  const counter = createRequestCounter(services);
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Lines get the request's id from the context of the log: a logger for each request would cost as much as a line.
    childLoggerFactory: (parent) => parent,
    genReqId: requestIdOf,
    // One proxy in front is trusted, and so is the last address of X-Forwarded-For, which it added.
    trustProxy: (_address, hop) => config.TRUST_PROXY && hop < 1,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 30_000,
    // Longer than proxies keep idle connections, so that they, and not we, close first.
    keepAliveTimeout: 75_000,
  }) as unknown as FastifyInstance;
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('operation', undefined);

  registerSecurityHeaders(app);
  await app.register(cors, {
    origin: config.CORS_ORIGINS.includes('*') ? true : [...config.CORS_ORIGINS],
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'x-request-id'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: 600,
  });
  // First of all hooks: whatever is logged from here on names the request.
  app.addHook('onRequest', (request, _reply, done) => inLogContext({ requestId: request.id }, done));
  measureRequests(app, services.metrics);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (!request.routeOptions.config.unlimited)
      await services.rateLimits.spend('request', await counter.keyOf(request));
  });
  app.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.config.unlimited) return;
    const [path] = request.url.split('?', 1);
    const ms = Math.round(reply.elapsedTime);
    const { id: requestId, method, operation } = request;
    // Told after the answer has left, when the context of the request may be over.
    lines.info({ requestId, method, path, status: reply.statusCode, ms, ...operation }, 'request');
  });

  app.setErrorHandler<FastifyError>((thrown, request, reply) => {
    const error = fromFastify(thrown);
    if (error instanceof RateLimitedError) reply.header('retry-after', error.seconds);
    if (request.url.split('?', 1)[0] === graphqlPath) {
      const errors = toGraphQLErrors(error).map((each) => formatGraphQLError(each, logger));
      for (const { extensions } of errors) countError(services.metrics, extensions?.code, 'graphql');
      return reply.code(statusOf(errors)).send({ errors });
    }
    const { status, ...described } = describeError(error, logger);
    countError(services.metrics, described.code, 'rest');
    return reply.code(status).send({ error: described });
  });
  app.setNotFoundHandler((request) => {
    throw noSuchPage(request.url);
  });

  registerGraphQL(app, { services, schema, documents, counter, path: graphqlPath });
  return app;
}
