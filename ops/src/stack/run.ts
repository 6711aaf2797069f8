import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from './errors.ts';
import { ROOT } from './root.ts';
import { dataDirOf } from './settings.ts';
import { type StackOptions, startStack } from './stack.ts';
import { summaryOf } from './summary.ts';

/**
 * Runs the stack until a signal or the end of one of its parts.
 * @returns the exit code: 0 after a signal, 1 when something is wrong.
 */
export async function run(options: Partial<StackOptions> = {}): Promise<number> {
  const envFile = join(ROOT, '.env');
  if (existsSync(envFile)) process.loadEnvFile(envFile);

  // A terminal that is gone must not keep the rest from being stopped.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const interrupt = onceInterrupted();
  try {
    const stack = await startStack({
      dataDir: dataDirOf(process.env),
      log: console.log,
      signal: interrupt,
      ...options,
    });
    for (const line of summaryOf(stack)) console.log(line);
    const interrupted = new Promise<undefined>((resolve) => {
      if (interrupt.aborted) resolve(undefined);
      interrupt.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const failure = await Promise.race([stack.failed, interrupted]);
    if (failure !== undefined) console.error(`\n${failure.message}\n`);
    await stack.stop();
    return failure === undefined ? 0 : 1;
  } catch (error) {
    if (interrupt.aborted) return 0;
    console.error(
      `\n${error instanceof StackError ? error.message : String(error instanceof Error ? error.stack : error)}`,
    );
    return 1;
  }
}

/** Ctrl-C reaches us from the terminal and once more from npm: what comes this soon is the same wish. */
const SAME_WISH_MS = 1_000;

/** Aborts at the first signal that asks to stop. A second wish leaves at once, which kills whatever still runs. */
function onceInterrupted(): AbortSignal {
  const interrupt = new AbortController();
  let since = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!interrupt.signal.aborted) {
        since = performance.now();
        console.log('\nStopping. Once more stops at once.');
        interrupt.abort();
      } else if (performance.now() - since > SAME_WISH_MS) {
        process.exit(130);
      }
    });
  }
  return interrupt.signal;
}
