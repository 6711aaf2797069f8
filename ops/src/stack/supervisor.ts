import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildExit } from './child.ts';
import { StackError } from './errors.ts';
import { isAlive, startTimeOf } from './processes.ts';
import { waitFor } from './wait-for.ts';

/** One running part of the stack: a process, or something that runs inside this one. */
export interface Part {
  readonly name: string;
  readonly stop: () => Promise<unknown>;
  /** For processes: when they end, and what they said last. */
  readonly process?: {
    readonly pid: number;
    readonly exited: Promise<ChildExit>;
    readonly lastLines: (count?: number) => readonly string[];
  };
}

export interface Supervisor {
  /** Takes charge of a part that has started. */
  readonly add: (part: Part) => void;
  /** Resolves when a part ends although nobody asked it to. */
  readonly failed: Promise<StackError>;
  /** Stops all parts, the last one first. Safe to call more than once. */
  readonly stop: (log: (name: string, text: string) => void) => Promise<void>;
}

interface KnownProcess {
  readonly name: string;
  readonly pid: number;
  readonly startTime: string | undefined;
}

const LEFT_OVER_TIMEOUT_MS = 60_000;

/** Watches over the parts of a stack. The processes are listed in the data folder, for `stopLeftOvers`. */
export function createSupervisor(dataDir: string): Supervisor {
  const list = listOf(dataDir);
  const parts: Part[] = [];
  const known: KnownProcess[] = [];
  let stopping: Promise<void> | undefined;
  let fail: (error: StackError) => void = () => undefined;
  const failed = new Promise<StackError>((resolve) => {
    fail = resolve;
  });

  const stopAll = async (log: (name: string, text: string) => void) => {
    for (const part of parts.toReversed()) {
      log(part.name, 'stopping');
      try {
        await part.stop();
      } catch (error) {
        log(part.name, `did not stop cleanly: ${String(error)}`);
      }
    }
    rmSync(list, { force: true });
  };

  return {
    add: (part) => {
      // A start that was given up may still be on its way to its next part.
      if (stopping !== undefined) {
        void stopping.then(part.stop);
        return;
      }
      parts.push(part);
      const { process } = part;
      if (process === undefined) return;
      known.push({ name: part.name, pid: process.pid, startTime: startTimeOf(process.pid) });
      writeFileSync(list, JSON.stringify(known));
      void process.exited.then((exit) => {
        if (stopping === undefined) fail(stoppedByItself(part.name, exit, process.lastLines(20)));
      });
    },
    failed,
    stop: (log) => {
      stopping ??= stopAll(log);
      return stopping;
    },
  };
}

/**
 * Ends the processes that a killed stack left running on this data folder, before new ones take their ports
 * and files. A number that belongs to another process by now is left alone.
 */
export async function stopLeftOvers(dataDir: string, note: (text: string) => void): Promise<void> {
  const list = listOf(dataDir);
  let known: KnownProcess[];
  try {
    known = JSON.parse(readFileSync(list, 'utf8')) as KnownProcess[];
  } catch {
    return;
  }
  const running = ({ pid, startTime }: KnownProcess) => isAlive(pid) && startTimeOf(pid) === startTime;
  for (const left of known.toReversed().filter(running)) {
    note(`stopping ${left.name} of an earlier run (process ${left.pid})`);
    process.kill(left.pid, 'SIGINT');
    const what = `the stop of ${left.name} of an earlier run (process ${left.pid})`;
    await waitFor(() => !running(left), { what, timeoutMs: LEFT_OVER_TIMEOUT_MS });
  }
  rmSync(list, { force: true });
}

function listOf(dataDir: string): string {
  return join(dataDir, 'processes.json');
}

function stoppedByItself(name: string, { code, signal }: ChildExit, lines: readonly string[]): StackError {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  const words =
    lines.length === 0
      ? 'It said nothing.'
      : `Its last words:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  return new StackError('SERVICE_STOPPED', `${name} stopped ${how}.`, words);
}
