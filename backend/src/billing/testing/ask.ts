import 'reflect-metadata';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { createContext } from '../../api/context.ts';
import { charmsResolvers } from '../../charms/index.ts';
import { authenticate, identityResolvers, type PersonScope } from '../../identity/index.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import { billingResolvers } from '../index.ts';
import type { BillingServices } from '../ports.ts';
import type { TestServices } from '../testing.ts';

const unused = () => {
  throw new Error('not used');
};

function billingSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [...billingResolvers, ...charmsResolvers, ...identityResolvers],
    validate: false,
    pubSub: { publish: unused, subscribe: unused },
  });
}

/** Asks billing over GraphQL: as a person, by a bearer token, or as nobody. Rejects with the error itself. */
export function createAsk(testServices: TestServices, schema = billingSchema()) {
  const services = testServices as unknown as BillingServices;
  return async (
    who: PersonScope | string | null,
    document: string,
    variableValues: Record<string, unknown> = {},
  ) => {
    const signedIn =
      typeof who === 'string'
        ? await authenticate(services, who)
        : who
          ? { caller: who, expiresAt: new Date('2100-01-01T00:00:00Z') }
          : undefined;
    const answer = await execute({
      schema,
      document: parse(document),
      variableValues,
      contextValue: createContext(services, {
        signedIn,
        requestId: 'r',
        logger: silentLogger,
        ip: '127.0.0.1',
      }),
    });
    const [error] = answer.errors ?? [];
    if (error) throw error.originalError ?? error;
    return JSON.parse(JSON.stringify(answer.data));
  };
}
