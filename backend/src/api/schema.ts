import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { billingResolvers } from '../billing/index.ts';
import { charmsResolvers } from '../charms/index.ts';
import { complianceResolvers } from '../compliance/index.ts';
import { identityResolvers } from '../identity/index.ts';
import { notificationResolvers } from '../notifications/index.ts';
import { operationsResolvers } from '../operations/index.ts';
import { DateTime } from '../platform/graphql/index.ts';
import { railResolvers } from '../rails/index.ts';
import { teamResolvers } from '../team/index.ts';
import { walletResolvers } from '../wallet/index.ts';
import { webhookResolvers } from '../webhooks/index.ts';
import { readFieldsDirectly } from './graphql/simple-fields.ts';

/** type-graphql wants one wherever there are subscriptions; ours bring their own streams. */
const noPubSub = {
  publish: () => {
    throw new Error('events are recorded, not published: see platform/events');
  },
  subscribe: () => {
    throw new Error('subscriptions stream by subscribeToEvents');
  },
};

type ResolverClass = new () => object;

/** The whole GraphQL schema: every feature's resolvers, and what a test adds to them. */
export function buildSchema(more: readonly ResolverClass[] = []): GraphQLSchema {
  const [first, ...others] = identityResolvers;
  const resolvers: NonEmptyArray<ResolverClass> = [
    first,
    ...others,
    ...teamResolvers,
    ...charmsResolvers,
    ...billingResolvers,
    ...railResolvers,
    ...complianceResolvers,
    ...walletResolvers,
    ...webhookResolvers,
    ...operationsResolvers,
    ...notificationResolvers,
    ...more,
  ];
  readFieldsDirectly();
  return buildSchemaSync({
    resolvers,
    // Inputs are checked by the use cases, which other edges use too.
    validate: false,
    pubSub: noPubSub,
    scalarsMap: [{ type: Date, scalar: DateTime }],
  });
}
