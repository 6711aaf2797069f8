import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import {
  describeError,
  ERROR_TABLE,
  type ErrorCode,
  type PublicError,
  publicText,
} from '../../platform/errors/index.ts';
import type { Logger } from '../../platform/logging/index.ts';
import { DocumentRefusedError } from '../documents/document-store.ts';

/** Codes for what the caller did wrong, as servers of GraphQL name them. Their messages are about the request alone. */
const CLIENT_CODES: Readonly<Record<string, ErrorCode>> = {
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_PARSE_FAILED',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  BAD_USER_INPUT: 'BAD_REQUEST',
  BAD_REQUEST: 'BAD_REQUEST',
  OPERATION_RESOLUTION_FAILURE: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_REQUEST',
};

/**
 * What a caller reads of an error, on every path that answers GraphQL. Our own errors speak by the error
 * table, graphql-js's remarks on the request pass, and everything else is masked and logged.
 */
export function formatGraphQLError(error: unknown, logger: Logger): GraphQLFormattedError {
  const { code, message, retryable, facts } = publicError(error, logger);
  const { locations, path } = error instanceof GraphQLError ? error : {};
  return {
    message,
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { code, retryable, ...(Object.keys(facts).length > 0 ? { facts } : {}) },
  };
}

function publicError(error: unknown, logger: Logger): Omit<PublicError, 'status'> {
  if (!(error instanceof GraphQLError)) return describeError(error, logger);
  const cause = rootCause(error);
  // A wrapper takes over the extensions of what it wraps: only graphql-js's own errors may name their code.
  const code = cause instanceof GraphQLError ? clientCode(error) : undefined;
  if (!code) return describeError(cause, logger);
  const message = publicText(code, { reason: error.message });
  return { code, retryable: ERROR_TABLE[code].retryable, message, facts: {} };
}

function clientCode(error: GraphQLError): ErrorCode | undefined {
  // Compiled queries leave them out where there are none.
  const code = (error.extensions as GraphQLError['extensions'] | undefined)?.code;
  if (typeof code === 'string' && Object.hasOwn(CLIENT_CODES, code)) return CLIENT_CODES[code];
  // A variable that does not fit its type, as graphql-js reports it.
  const ofVariables = error.nodes?.every(({ kind }) => kind === Kind.VARIABLE_DEFINITION) ?? false;
  return ofVariables && !error.path ? 'BAD_REQUEST' : undefined;
}

/** The error that a resolver threw, out of the wrappers that graphql-js put around it. */
function rootCause(error: GraphQLError): unknown {
  let cause: unknown = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

/** An error from before the execution, as the GraphQL errors that `formatGraphQLError` then words. */
export function toGraphQLErrors(error: unknown): readonly GraphQLError[] {
  if (error instanceof DocumentRefusedError) {
    const { code, errors } = error;
    return errors.map(({ message, nodes, source, positions }) => {
      const place = { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null };
      return new GraphQLError(message, { ...place, extensions: { code } });
    });
  }
  const originalError = error instanceof Error ? error : new Error(String(error));
  return [new GraphQLError(originalError.message, { originalError })];
}

/** The HTTP status of an answer that has nothing but errors: that of the first. */
export function statusOf(errors: readonly GraphQLFormattedError[] | undefined): number {
  const code = errors?.[0]?.extensions?.code;
  return typeof code === 'string' && Object.hasOwn(ERROR_TABLE, code)
    ? ERROR_TABLE[code as ErrorCode].status
    : ERROR_TABLE.INTERNAL.status;
}
