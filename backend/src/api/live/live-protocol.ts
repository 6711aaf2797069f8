import { type ExecutionArgs, GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql';
import { makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import { authenticate, bearerToken, type SignedIn } from '../../identity/index.ts';
import type { Logger } from '../../platform/logging/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { BadRequestError, QueryTooCostlyError } from '../api.errors.ts';
import { createContext } from '../context.ts';
import { countError } from '../count-error.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { LIVE_LIMITS } from '../documents/limits.ts';
import { checkCost } from '../documents/query-cost.ts';
import { formatGraphQLError, toGraphQLErrors } from '../graphql/format-error.ts';
import { subscribeRenewed } from './renew-per-event.ts';
import { guardSession } from './session-guard.ts';

/** One live connection. */
export interface Connection {
  readonly ip: string;
  readonly requestId: string;
  readonly logger: Logger;
  /** Aborts when the connection is closed. */
  readonly closed: AbortSignal;
  /** Who speaks, as of `connection_init`. */
  signedIn: SignedIn | undefined;
  close(code: number, reason: string): void;
}

export interface LiveProtocolOptions {
  readonly services: PlatformServices;
  readonly schema: GraphQLSchema;
  readonly documents: DocumentStore;
}

const FORBIDDEN = 4403;

/** Each live operation's arguments lead back to its connection, for `subscribe`, which is told nothing else. */
const connectionOf = new WeakMap<ExecutionArgs, Connection>();

/** GraphQL subscriptions over the graphql-transport-ws protocol. Queries and mutations belong on HTTP. */
export function createLiveProtocol(options: LiveProtocolOptions): Server<Connection> {
  const { services, schema, documents } = options;
  const renew = (connection: Connection) => createContext(services, connection);
  const format = (errors: readonly GraphQLError[], logger: Logger) =>
    errors.map((error) => {
      const formatted = formatGraphQLError(error, logger);
      countError(services.metrics, formatted.extensions?.code, 'live');
      return formatted;
    });

  function prepare(connection: Connection, payload: SubscribePayload): ExecutionArgs {
    const document = documents.prepare(payload.query);
    const operation = getOperationAST(document, payload.operationName);
    if (operation?.operation !== 'subscription') {
      throw new BadRequestError('Only subscriptions are answered here: send the rest over HTTP.');
    }
    const variableValues = payload.variables ?? {};
    checkCost(schema, document, operation, variableValues);
    const args: ExecutionArgs = {
      schema,
      document,
      operationName: payload.operationName ?? null,
      variableValues,
      contextValue: renew(connection),
    };
    connectionOf.set(args, connection);
    return args;
  }

  return makeServer<Record<string, unknown>, Connection>({
    async onConnect({ connectionParams = {}, extra: connection }) {
      const { authorization } = connectionParams;
      if (authorization === undefined || authorization === null) return true;
      const token = bearerToken(authorization);
      const signedIn = token ? await authenticate(services, token) : undefined;
      if (!token || !signedIn) return false;
      connection.signedIn = signedIn;
      guardSession(services, { token, signedIn }, connection.closed, () =>
        connection.close(FORBIDDEN, 'The session is over'),
      );
      return true;
    },
    onSubscribe({ extra: connection, subscriptions }, _id, payload) {
      try {
        const limit = LIVE_LIMITS.operationsPerConnection;
        if (Object.keys(subscriptions).length > limit) {
          throw new QueryTooCostlyError(`live operations up to ${limit} on one connection`);
        }
        return prepare(connection, payload);
      } catch (error) {
        return toGraphQLErrors(error);
      }
    },
    subscribe(args) {
      const connection = connectionOf.get(args);
      if (!connection) throw new GraphQLError('a live operation without a connection');
      return subscribeRenewed(args, () => renew(connection));
    },
    onNext({ extra: { logger } }, _id, _payload, _args, { errors, data = null }) {
      if (!errors) return undefined;
      return { data, errors: format(errors, logger) };
    },
    onError({ extra: { logger } }, _id, _payload, errors) {
      return format(errors, logger);
    },
  });
}
