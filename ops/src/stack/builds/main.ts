/**
 * The frontend's part of `npm run build`: `frontend/dist/server` holds everything that it needs, and runs by
 * `node frontend/dist/server/frontend/server.js`.
 */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import { buildFrontend } from './build-frontend.ts';

const OUT = join(ROOT, 'frontend/dist/server');

const server = await buildFrontend(console.log);
await rm(OUT, { recursive: true, force: true });
await cp(join(ROOT, server, '../..'), OUT, { recursive: true, verbatimSymlinks: true });
