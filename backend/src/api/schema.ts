import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { identityResolvers } from '../identity/index.ts';
import { DateTime } from '../platform/graphql/index.ts';

/** type-graphql wants one wherever there are subscriptions; ours bring their own streams. */
const noPubSub = {
  publish: () => {
    throw new Error('events are recorded, not published: see platform/events');
  },
  subscribe: () => {
    throw new Error('subscriptions stream by subscribeToEvents');
  },
};

/** The whole GraphQL schema: every feature's resolvers. */
export function buildSchema(): GraphQLSchema {
  const resolvers: NonEmptyArray<(typeof identityResolvers)[number]> = [...identityResolvers];
  return buildSchemaSync({
    resolvers,
    // Inputs are checked by the use cases, which other edges use too.
    validate: false,
    pubSub: noPubSub,
    scalarsMap: [{ type: Date, scalar: DateTime }],
  });
}
