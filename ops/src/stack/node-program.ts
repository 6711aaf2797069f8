import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import { StackError } from './errors.ts';
import { ROOT } from './root.ts';
import { waitFor } from './wait-for.ts';

/** The pinned Node that npm installed, else the one that runs this. */
export function nodeBinary(): string {
  const pinned = join(ROOT, 'node_modules/.bin/node');
  return existsSync(pinned) ? pinned : process.execPath;
}

export interface NodeProgram {
  readonly name: string;
  /** Path from the root of the checkout; TypeScript is run as it is. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile?: string;
}

export function startNodeProgram({ name, file, args = [], env, logFile }: NodeProgram): Promise<Child> {
  const loader = file.endsWith('.ts') ? ['--import', 'tsx', '--conditions=source'] : [];
  return startChild({
    name,
    command: nodeBinary(),
    args: [...loader, join(ROOT, file), ...args],
    cwd: ROOT,
    env,
    ...(logFile === undefined ? {} : { logFile }),
  });
}

const READY_TIMEOUT_MS = 180_000;

/**
 * Waits until a program answers on HTTP with a status that `isReady` takes.
 * @throws StackError SERVICE_NOT_READY with its last words when it ends or stays silent.
 */
export async function untilAnswers(
  child: Child,
  url: string,
  isReady: (status: number) => boolean,
): Promise<void> {
  const ended = new AbortController();
  void child.exited.then(() => ended.abort(new Error('it ended')));
  try {
    await waitFor(
      async () => {
        const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
        await response.arrayBuffer();
        return isReady(response.status);
      },
      { what: `an answer from ${url}`, timeoutMs: READY_TIMEOUT_MS, intervalMs: 100, signal: ended.signal },
    );
  } catch (cause) {
    const words = child.lastLines(20).map((line) => `  ${line}`);
    throw new StackError(
      'SERVICE_NOT_READY',
      `${child.name} did not become ready at ${url}.`,
      words.length === 0 ? 'It said nothing.' : `Its last words:\n${words.join('\n')}`,
      cause,
    );
  }
}
