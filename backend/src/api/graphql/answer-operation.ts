import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { BadRequestError } from '../api.errors.ts';
import { callerKey } from '../http/request-counter.ts';
import { formatGraphQLError, statusOf, toGraphQLErrors } from './format-error.ts';
import { holdKey } from './idempotency-header.ts';
import type { Operations } from './operations.ts';
import type { GraphQLRequest } from './read-request.ts';

/** An answer as HTTP gives it. */
export interface GraphQLAnswer {
  readonly status: number;
  /** JSON. */
  readonly body: string;
  /** Of a refusal that ends by itself. */
  readonly retryAfterSeconds: number | undefined;
  /** Undefined for a request whose operation was not found. */
  readonly operation: OperationDefinitionNode | undefined;
  /** Of the errors in it, in their order. */
  readonly codes: readonly unknown[] | undefined;
}

/** Runs one operation over HTTP. Every error in the answer is worded by the table; unknown ones are masked and logged. */
export async function answerOperation(
  operations: Operations,
  document: DocumentNode,
  { operationName, variables }: GraphQLRequest,
  context: GraphQLContext,
  idempotencyKey?: unknown,
): Promise<GraphQLAnswer> {
  let operation: OperationDefinitionNode | undefined;
  let result: ExecutionResult;
  try {
    const found = operations.find(document, operationName);
    operation = found.node;
    if (operation.operation === 'subscription') {
      throw new BadRequestError('Subscriptions are answered over WebSocket, at the same path.');
    }
    const run = () => found.run(context, variables);
    holdKey(idempotencyKey, document, operation, context);
    result = await (operation.operation === 'mutation' ? write(context, run) : run());
  } catch (error) {
    result = { errors: toGraphQLErrors(error) };
  }
  return toAnswer(result, operation, context);
}

/** Whoever writes reads from the primary from the beginning on, and for a while after the end. */
async function write<Result>(
  { services, caller, portal }: GraphQLContext,
  work: () => Promise<Result>,
): Promise<Result> {
  const writer = caller ?? portal;
  const note = async () => writer && services.staleReads.noteWrite(callerKey(writer));
  await note();
  try {
    return await work();
  } finally {
    await note();
  }
}

function toAnswer(
  { data, errors: raised }: ExecutionResult,
  operation: OperationDefinitionNode | undefined,
  { logger }: GraphQLContext,
): GraphQLAnswer {
  if (!raised) {
    const body = JSON.stringify({ data });
    return { status: 200, body, retryAfterSeconds: undefined, operation, codes: undefined };
  }
  const errors = raised.map((error) => formatGraphQLError(error, logger));
  const nothing = Object.values(data ?? {}).every((value) => value === null);
  const status = nothing ? statusOf(errors) : 200;
  const facts = errors[0]?.extensions?.facts as { seconds?: number } | undefined;
  return {
    status,
    body: JSON.stringify({ errors, ...(data === undefined ? {} : { data }) }),
    retryAfterSeconds: status === 429 ? facts?.seconds : undefined,
    operation,
    codes: errors.map(({ extensions }) => extensions?.code),
  };
}
