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

  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Once is a request, twice is an order: leaving kills whatever still runs.
      if (interrupt.signal.aborted) process.exit(130);
      console.log('\nStopping. Once more stops at once.');
      interrupt.abort();
    });
  }
  try {
    const stack = await startStack({
      dataDir: dataDirOf(process.env),
      log: console.log,
      signal: interrupt.signal,
      ...options,
    });
    for (const line of summaryOf(stack)) console.log(line);
    const interrupted = new Promise<undefined>((resolve) => {
      if (interrupt.signal.aborted) resolve(undefined);
      interrupt.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const failure = await Promise.race([stack.failed, interrupted]);
    if (failure !== undefined) console.error(`\n${failure.message}\n`);
    await stack.stop();
    return failure === undefined ? 0 : 1;
  } catch (error) {
    if (interrupt.signal.aborted) return 0;
    console.error(
      `\n${error instanceof StackError ? error.message : String(error instanceof Error ? error.stack : error)}`,
    );
    return 1;
  }
}
