import type { FastifyInstance } from 'fastify';
import { DOCS_CSS, docsPage } from './docs-page.ts';
import type { FileRoute } from './file-routes.ts';
import { openApiDocument } from './openapi.ts';
import type { RestRoute } from './route.ts';

const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:', // the empty icon, without which browsers ask for /favicon.ico
  "frame-ancestors 'none'",
].join(';');

/** `/docs/openapi.json` for programs, `/docs` for people. */
export function registerDocs(
  app: FastifyInstance,
  routes: readonly RestRoute[],
  files: readonly FileRoute[],
  version: string,
): void {
  const document = openApiDocument(routes, version, files);
  const page = docsPage(document);
  const config = { contentSecurityPolicy: PAGE_POLICY };
  app.get('/docs/openapi.json', async () => document);
  app.get('/docs', { config }, async (_, reply) => reply.type('text/html; charset=utf-8').send(page));
  app.get('/docs/docs.css', { config }, async (_, reply) =>
    reply.type('text/css; charset=utf-8').send(DOCS_CSS),
  );
}
