/**
 * Serves the production build: pages by Next.js, and what pages load by files that were compressed with the build, as small
 * as Brotli makes them. Bundled into the build as server.js, which lies beside `.next`.
 *
 * PORT (3000), HOSTNAME (0.0.0.0), KEEP_ALIVE_TIMEOUT (milliseconds).
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';

const FILES = '/_next/static';
const YEAR_SECONDS = 31_536_000;
/** How long requests under way may take once it is to stop. */
const DRAIN_MS = 10_000;

const dir = import.meta.dirname;
const port = Number(process.env.PORT || 3000);
const hostname = process.env.HOSTNAME || '0.0.0.0';

// As the server that Next.js writes for such builds does: the configuration is the one it was built with.
Object.assign(process.env, { NODE_ENV: 'production' });
process.chdir(dir);
const { config } = JSON.parse(readFileSync(join(dir, '.next/required-server-files.json'), 'utf8'));
process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
const { default: next } = await import('next');

const app = next({ dir, dev: false, hostname, port });
await app.prepare();
const pages = app.getRequestHandler();
// Their names change with what is in them.
const files = sirv(join(dir, '.next/static'), {
  brotli: true,
  etag: true,
  immutable: true,
  maxAge: YEAR_SECONDS,
});

const server = createServer((request, response) => {
  const { url = '/' } = request;
  if (!url.startsWith(`${FILES}/`)) return void pages(request, response);
  request.url = url.slice(FILES.length);
  files(request, response, () => {
    request.url = url;
    pages(request, response);
  });
});
const keepAlive = Number(process.env.KEEP_ALIVE_TIMEOUT);
if (keepAlive > 0) server.keepAliveTimeout = keepAlive;
server.listen(port, hostname, () => console.log(`Ready on http://${hostname}:${port}`));

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), DRAIN_MS).unref();
  });
}
