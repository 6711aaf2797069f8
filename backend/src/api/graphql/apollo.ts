import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import type { Logger } from '../../platform/logging/index.ts';
import type { Metrics } from '../../platform/metrics/index.ts';
import { BadRequestError } from '../api.errors.ts';
import { countError } from '../count-error.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { checkCost } from '../documents/query-cost.ts';
import { formatGraphQLError, statusOf } from './format-error.ts';
import { idempotencyPlugin } from './idempotency-header.ts';
import { operationLabel } from './operation-label.ts';

/**
 * The server that runs operations over HTTP. Documents come parsed, measured and validated from our own
 * store, since Apollo offers no place between parsing and validation to refuse what is too large.
 */
export function createApollo(options: {
  schema: GraphQLSchema;
  documents: DocumentStore;
  introspection: boolean;
  logger: Logger;
  metrics: OperationMetrics;
}): ApolloServer<GraphQLContext> {
  const { schema, documents, introspection, logger, metrics } = options;
  const formatted = new WeakMap<object, GraphQLFormattedError>();
  return new ApolloServer<GraphQLContext>({
    schema,
    introspection,
    logger,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    documentStore: {
      // Apollo asks by a prefix of its own and the SHA-256 of the source.
      get: async (key) => documents.find(key.slice(-64)),
      set: async () => undefined,
      delete: async () => undefined,
    },
    formatError: (_, error) =>
      (error instanceof Object ? formatted.get(error) : undefined) ?? formatGraphQLError(error, logger),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      operationPlugin(schema),
      idempotencyPlugin(schema),
      answerPlugin(logger, metrics, formatted),
    ],
  });
}

type OperationMetrics = Pick<Metrics, 'graphqlDuration' | 'errors'>;

/** Refuses operations that cost too much, and those that HTTP cannot answer. */
function operationPlugin(schema: GraphQLSchema): ApolloServerPlugin<GraphQLContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, request }) => {
        if (operation?.operation === 'subscription') {
          throw new BadRequestError('Subscriptions are answered over WebSocket, at the same path.');
        }
        if (operation) checkCost(schema, document, operation, request.variables ?? {});
      },
    }),
  };
}

/** Formats errors with the log of their request, sets the status from them, and leaves one line in the log. */
function answerPlugin(
  logger: Logger,
  metrics: OperationMetrics,
  formatted: WeakMap<object, GraphQLFormattedError>,
): ApolloServerPlugin<GraphQLContext> {
  return {
    requestDidStart: async ({ contextValue }) => {
      const started = performance.now();
      const requestLogger = contextValue.logger ?? logger;
      return {
        didEncounterErrors: async ({ errors }) => {
          for (const error of errors) formatted.set(error, formatGraphQLError(error, requestLogger));
        },
        willSendResponse: async ({ response, operationName, operation }) => {
          if (response.body.kind !== 'single') return;
          const { data, errors } = response.body.singleResult;
          if (errors && Object.values(data ?? {}).every((value) => value === null)) {
            response.http.status = statusOf(errors);
            const seconds = (errors[0]?.extensions?.facts as { seconds?: number } | undefined)?.seconds;
            if (response.http.status === 429 && seconds)
              response.http.headers.set('retry-after', `${seconds}`);
          }
          const ms = performance.now() - started;
          const outcome = errors ? 'error' : 'ok';
          metrics.graphqlDuration.observe({ ...operationLabel(operation), outcome }, ms / 1_000);
          for (const { extensions } of errors ?? []) countError(metrics, extensions?.code, 'graphql');
          requestLogger.info(
            {
              operation: operationName ?? undefined,
              kind: operation?.operation,
              ms: Math.round(ms),
              codes: errors?.map(({ extensions }) => extensions?.code),
            },
            'graphql',
          );
        },
      };
    },
  };
}
