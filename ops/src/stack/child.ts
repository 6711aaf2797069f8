import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

export interface ChildOptions {
  /** Name used in messages, such as "PostgreSQL". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Everything it prints is appended here. */
  readonly logFile?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** The signal that asks for a clean stop (default SIGTERM). */
  readonly stopSignal?: NodeJS.Signals;
  /** How long a clean stop may take before the process is killed, in milliseconds (default 30 000). */
  readonly stopTimeoutMs?: number;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves when the process is gone; never rejects. */
  readonly exited: Promise<ChildExit>;
  readonly running: () => boolean;
  /** The last lines it printed, oldest first. */
  readonly lastLines: (count?: number) => readonly string[];
  /** Calls the listener with each line from now on. */
  readonly onLine: (listener: (line: string) => void) => void;
  /** Asks it to stop, kills it when it does not, and resolves when it is gone. */
  readonly stop: () => Promise<ChildExit>;
  /** Kills it at once. */
  readonly kill: () => void;
}

const KEPT_LINES = 200;
const living = new Set<ChildProcess>();

// The last resort: whatever way this process ends, short of SIGKILL, it leaves nothing behind.
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/**
 * Starts a process in a process group of its own, so that Ctrl-C in the terminal reaches only the stack,
 * which then stops its children in the right order.
 * @throws the error of the operating system when it cannot be started.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, stopSignal = 'SIGTERM', stopTimeoutMs = 30_000 } = options;
  const spawnOptions: SpawnOptions = { detached: true, stdio: ['ignore', 'pipe', 'pipe'] };
  if (options.cwd !== undefined) spawnOptions.cwd = options.cwd;
  if (options.env !== undefined) spawnOptions.env = options.env;
  if (options.uid !== undefined) spawnOptions.uid = options.uid;
  if (options.gid !== undefined) spawnOptions.gid = options.gid;
  const child = spawn(options.command, [...options.args], spawnOptions);

  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.on('error', () => undefined);
  living.add(child);

  const lines: string[] = [];
  const listeners: ((line: string) => void)[] = [];
  const log = options.logFile === undefined ? undefined : openLog(options.logFile);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      log?.write(`${line}\n`);
      for (const listener of listeners) listener(line);
    });
  }

  // 'close' comes after 'exit', when the pipes are drained: the last words are then in `lines`.
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('close', (code, signal) => {
      living.delete(child);
      log?.end();
      resolve({ code, signal });
    });
  });
  const running = () => living.has(child);

  return {
    name,
    pid: child.pid ?? -1,
    exited,
    running,
    lastLines: (count = 20) => lines.slice(-count),
    onLine: (listener) => listeners.push(listener),
    kill: () => void child.kill('SIGKILL'),
    stop: async () => {
      if (!running()) return exited;
      child.kill(stopSignal);
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      try {
        return await exited;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function openLog(path: string) {
  mkdirSync(dirname(path), { recursive: true });
  return createWriteStream(path, { flags: 'a' });
}
