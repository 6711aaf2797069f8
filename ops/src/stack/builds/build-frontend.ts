import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { startChild } from '../child.ts';
import { nodeBinary } from '../node-program.ts';
import { ROOT } from '../root.ts';
import { compressFiles } from './compress-files.ts';
import { keptBuild } from './kept-build.ts';
import { requireBuilt } from './require-built.ts';
import { sourceDigest } from './source-digest.ts';

const FRONTEND = join(ROOT, 'frontend');
/** Everything that Next.js reads. What the pages are told of their surroundings is read when they are served. */
const SOURCES = [
  'frontend/src',
  'frontend/server',
  'frontend/public',
  'frontend/package.json',
  'frontend/next.config.ts',
  'frontend/postcss.config.mjs',
  'frontend/tsconfig.json',
  'packages',
  'package-lock.json',
];
const BUILDS = 'frontend/dist/builds';
/** Where Next.js works, and keeps what makes the next build faster. */
const WORK = '.next';

/**
 * Builds the frontend for production, once for the same sources. Returns the server to run with Node, from the root:
 * its folder holds everything it needs.
 */
export async function buildFrontend(note: (text: string) => void = () => undefined): Promise<string> {
  const digest = sourceDigest(ROOT, SOURCES);
  await keptBuild(join(ROOT, BUILDS), digest, async (draft) => {
    note('building the pages, which takes a minute the first time');
    const build = await startChild({
      name: 'The build of the frontend',
      command: nodeBinary(),
      args: [join(ROOT, 'node_modules/next/dist/bin/next'), 'build', FRONTEND],
      cwd: FRONTEND,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
      },
    });
    await requireBuilt(build);
    const work = join(FRONTEND, WORK);
    await cp(join(work, 'standalone'), join(draft, 'standalone'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    const app = join(draft, 'standalone/frontend');
    // The standalone server leaves its files to a CDN unless they lie beside it.
    const loaded = join(app, WORK, 'static');
    await cp(join(work, 'static'), loaded, { recursive: true });
    await compressFiles(loaded);
    await bundleServer(join(app, 'server.js'));
    const files = join(FRONTEND, 'public');
    if (existsSync(files)) await cp(files, join(app, 'public'), { recursive: true });
  });
  return `${BUILDS}/${digest}/standalone/frontend/server.js`;
}

/** Our server in the place of the one that Next.js writes; what it needs of Next.js lies beside it. */
async function bundleServer(outfile: string): Promise<void> {
  await bundle({
    entryPoints: [join(FRONTEND, 'server/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['next'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}
