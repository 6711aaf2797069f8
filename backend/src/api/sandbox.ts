import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { printApiSchema } from './print-schema.ts';

/** Beside this file in the source tree; the build puts a copy beside the bundle. */
const FOLDER = new URL('./sandbox/', import.meta.url);

const ASSETS = [
  { file: 'sandbox.html', path: '', type: 'text/html; charset=utf-8' },
  { file: 'sandbox.css', path: '/sandbox.css', type: 'text/css; charset=utf-8' },
  { file: 'sandbox.js', path: '/sandbox.js', type: 'text/javascript; charset=utf-8' },
] as const;

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:', // the empty icon, without which browsers ask for /favicon.ico
  "frame-ancestors 'none'",
].join(';');

/**
 * A page to try the API with, for development: it works without network, and loads nothing from elsewhere.
 * The schema is at `<path>/schema.graphql`.
 */
export async function registerSandbox(
  app: FastifyInstance,
  schema: GraphQLSchema,
  path: string,
): Promise<void> {
  const config = { contentSecurityPolicy: PAGE_POLICY };
  for (const asset of ASSETS) {
    const content = await readFile(new URL(asset.file, FOLDER));
    app.get(path + asset.path, { config }, async (_, reply) => reply.type(asset.type).send(content));
  }
  const text = printApiSchema(schema);
  app.get(`${path}/schema.graphql`, async (_, reply) => reply.type('text/plain; charset=utf-8').send(text));
}
