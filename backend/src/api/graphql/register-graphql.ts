import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { authenticate, bearerToken, type GraphQLContext } from '../../identity/index.ts';
import { finishedWork } from '../../platform/error-reports/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { createContext } from '../context.ts';
import { countError } from '../count-error.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import type { RequestCounter } from '../http/request-counter.ts';
import { answerOperation, type GraphQLAnswer } from './answer-operation.ts';
import { acceptKeys, IDEMPOTENCY_HEADER } from './idempotency-header.ts';
import { operationLabel } from './operation-label.ts';
import { createOperations } from './operations.ts';
import { readRequest } from './read-request.ts';

export interface GraphQLOptions {
  readonly services: PlatformServices;
  readonly schema: GraphQLSchema;
  readonly documents: DocumentStore;
  readonly counter: RequestCounter;
  readonly path: string;
}

/** An operation in the log: by the name that the client gives it, if any. */
export interface OperationNote {
  readonly operation: string | undefined;
  readonly kind: string | undefined;
  readonly codes: readonly unknown[] | undefined;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const RESPONSE_TYPE = 'application/graphql-response+json';

/**
 * Answers queries and mutations at `POST <path>`. Bodies are JSON alone, which a page of another origin cannot send
 * without asking first. What is thrown before the operation runs is answered by the error handler of the server.
 */
export function registerGraphQL(app: FastifyInstance, options: GraphQLOptions): void {
  const { services, documents, counter, path } = options;
  acceptKeys(options.schema);
  const operations = createOperations(options.schema);

  async function contextOf({ headers, id: requestId, ip }: FastifyRequest): Promise<GraphQLContext> {
    const token = bearerToken(headers.authorization);
    const signedIn = token ? await authenticate(services, token) : undefined;
    if (token && signedIn) counter.known(token, signedIn);
    return createContext(services, { signedIn, requestId, logger: services.logger, ip });
  }

  app.post(path, async (request, reply) => {
    const started = performance.now();
    const asked = readRequest(request.body);
    const document = documents.prepare(asked.query);
    const context = await contextOf(request);
    const answer = await answerOperation(
      operations,
      document,
      asked,
      context,
      request.headers[IDEMPOTENCY_HEADER],
    );
    request.operation = note(services, asked.operationName, answer, performance.now() - started);
    if (answer.retryAfterSeconds) reply.header('retry-after', answer.retryAfterSeconds);
    const wantsResponseType = request.headers.accept?.includes(RESPONSE_TYPE);
    return reply
      .code(answer.status)
      .type(wantsResponseType ? `${RESPONSE_TYPE}; charset=utf-8` : JSON_TYPE)
      .send(answer.body);
  });
}

/** Counts an answer, and says what the log is to say about it. */
function note(
  { metrics }: PlatformServices,
  operationName: string | undefined,
  { operation, codes }: GraphQLAnswer,
  ms: number,
): OperationNote {
  const label = operationLabel(operation);
  metrics.graphqlDuration.observe({ ...label, outcome: codes ? 'error' : 'ok' }, ms / 1_000);
  finishedWork.publish({
    op: 'graphql',
    name: `${label.kind} ${label.operation}`,
    durationMs: ms,
    succeeded: !codes,
  });
  for (const code of codes ?? []) countError(metrics, code, 'graphql');
  return { operation: operationName ?? operation?.name?.value, kind: operation?.operation, codes };
}
