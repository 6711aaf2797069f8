import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf } from '../processes.ts';
import { waitFor } from '../wait-for.ts';

/**
 * Clears away what a stack that was killed left in the data folder: its server is asked to stop and awaited;
 * a pid file whose number now belongs to another program (common in containers) is removed, because PostgreSQL
 * would take that program for its own server.
 */
export async function clearStaleServer(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  const pid = readPid(pidFile);
  if (pid === undefined) return;
  if (isServerOf(dataDir, pid)) {
    process.kill(pid, 'SIGINT');
    await waitFor(() => !isServerOf(dataDir, pid), {
      what: `the stop of the PostgreSQL left over from an earlier run (process ${pid})`,
      timeoutMs: 30_000,
    });
  }
  rmSync(pidFile, { force: true });
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isServerOf(dataDir: string, pid: number): boolean {
  const command = commandLineOf(pid);
  return command?.includes('postgres') === true && command.includes(dataDir);
}
