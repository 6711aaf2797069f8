/** `npm run demo`: the main story on a throw-away stack. Exits 0, or 1 with what failed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StackError } from '../stack/errors.ts';
import { startStack } from '../stack/stack.ts';
import { playStory } from './story.ts';

/** The demo brings its own parts: what the environment names may be in use. */
const { DATABASE_URL: _database, RPC_URL: _node, PROVER_API_URL: _prover, ...env } = process.env;

/** What the stack says of itself is a sentence to act on; of anything else, where it happened helps. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof StackError ? error.message : (error.stack ?? error.message);
}

const dataDir = await mkdtemp(join(tmpdir(), 'charmbills-demo-'));
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
try {
  const stack = await startStack({
    dataDir,
    env,
    ports: 'free',
    blockIntervalSeconds: 0,
    log: console.log,
    signal: interrupt.signal,
  });
  try {
    console.log();
    const started = performance.now();
    const ended = stack.failed.then((error) => {
      throw error;
    });
    const stopped = new Promise<never>((_, reject) => {
      interrupt.signal.addEventListener('abort', () => reject(new Error('interrupted')), { once: true });
    });
    await Promise.race([playStory(stack, console.log), ended, stopped]);
    console.log(`\nAll of it is true on chain. (${((performance.now() - started) / 1_000).toFixed(1)} s)`);
  } finally {
    await stack.stop();
  }
} catch (error) {
  console.error(`\nThe demo failed: ${explain(error)}`);
  process.exitCode = 1;
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
