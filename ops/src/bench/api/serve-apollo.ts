/**
 * Apollo Server as it comes, on Fastify, over the product's schema as type-graphql makes one unless told otherwise: nobody
 * is looked up, nothing is limited or logged.
 */
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify from 'fastify';
import { getMetadataStorage } from 'type-graphql';
import { buildSchema } from '../../../../backend/src/api/schema.ts';
import type { GraphQLContext } from '../../../../backend/src/identity/index.ts';
import { announce, benchServices, ownerContexts, readJob } from './bench-services.ts';

// That fields are read directly is the product's doing.
for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= false;
const newContext = await ownerContexts(benchServices(), readJob().token);
const apollo = new ApolloServer<GraphQLContext>({ schema: buildSchema(), stopOnTerminationSignals: false });
await apollo.start();
const app = Fastify();
app.post('/graphql', fastifyApolloHandler(apollo, { context: async () => newContext() }));
await app.listen({ host: '127.0.0.1', port: 0 });
announce((app.server.address() as AddressInfo).port);
