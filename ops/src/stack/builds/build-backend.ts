import { join } from 'node:path';
import { startNodeProgram } from '../node-program.ts';
import { ROOT } from '../root.ts';
import { keptBuild } from './kept-build.ts';
import { requireBuilt } from './require-built.ts';
import { sourceDigest } from './source-digest.ts';

/** Everything that `backend/build.ts` puts into a bundle. */
const SOURCES = [
  'backend/src',
  'backend/build.ts',
  'backend/package.json',
  'packages',
  'prover',
  'prisma/migrations',
  'package-lock.json',
];
const BUILDS = 'backend/dist/builds';

/** Bundles the backend as production runs it, once for the same sources. Returns the file to run, from the root. */
export async function buildBackend(note: (text: string) => void = () => undefined): Promise<string> {
  const digest = sourceDigest(ROOT, SOURCES);
  await keptBuild(join(ROOT, BUILDS), digest, async (draft) => {
    note('building');
    const build = await startNodeProgram({
      name: 'The build of the backend',
      file: 'backend/build.ts',
      args: [draft],
      env: process.env,
    });
    await requireBuilt(build);
  });
  return `${BUILDS}/${digest}/main.js`;
}
