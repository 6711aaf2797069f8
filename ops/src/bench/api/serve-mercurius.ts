/** Mercurius with its compiler over the product's schema: nobody is looked up, nothing is limited or logged. */
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { buildSchema } from '../../../../backend/src/api/schema.ts';
import { announce, benchServices, ownerContexts, readJob } from './bench-services.ts';

const newContext = await ownerContexts(benchServices(), readJob().token);
const app = Fastify();
await app.register(mercurius, { schema: buildSchema(), jit: 1, context: newContext });
await app.listen({ host: '127.0.0.1', port: 0 });
announce((app.server.address() as AddressInfo).port);
