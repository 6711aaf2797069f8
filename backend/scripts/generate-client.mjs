/**
 * Writes the database client from prisma/schema.prisma; runs after every `npm install`. Prisma would fetch its
 * schema engine from the internet, which generating does not need: any existing file does in its place.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

function prismaProgram() {
  try {
    return createRequire(import.meta.url).resolve('prisma/build/index.js');
  } catch {
    return undefined;
  }
}

const program = prismaProgram();
if (program === undefined) {
  console.log(
    'Prisma is not installed (production dependencies alone): the built backend has its client inside.',
  );
} else {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'generate', '--no-hints'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
  });
  if (status !== 0) {
    console.error(stdout + stderr);
    process.exitCode = 1;
  }
}
