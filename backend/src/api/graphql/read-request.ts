import { BadRequestError } from '../api.errors.ts';

/** One operation as a client sends it. */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Reads the body of a GraphQL request, which has been parsed as JSON.
 * @throws BadRequestError for anything but one operation with its text
 */
export function readRequest(body: unknown): GraphQLRequest {
  if (Array.isArray(body))
    throw new BadRequestError('Operations are not answered in batches: send them apart.');
  if (!isRecord(body)) throw new BadRequestError('The body must be a JSON object.');
  const { query, operationName, variables, extensions } = body;
  if (isRecord(extensions) && extensions.persistedQuery !== undefined) {
    throw new BadRequestError('Persisted queries are not supported.');
  }
  if (typeof query !== 'string') throw new BadRequestError('`query` must be a string.');
  if (variables !== undefined && variables !== null && !isRecord(variables)) {
    throw new BadRequestError('`variables` must be an object.');
  }
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw new BadRequestError('`operationName` must be a string.');
  }
  return { query, operationName: operationName || undefined, variables: variables ?? {} };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
