import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** True while a process with this number exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a running process, or undefined when there is no such process. */
export function commandLineOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    return readProc(pid, 'cmdline')?.replaceAll('\0', ' ').trim() || undefined;
  }
  return ps(pid, 'command=');
}

/**
 * When a process started, in the system's own terms: together with its number this tells a process from a
 * later one that was given the same number, which happens soon in containers.
 */
export function startTimeOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'lstart=');
  // The second field, the program's name in parentheses, may hold spaces; the start time is the 22nd.
  return readProc(pid, 'stat')
    ?.replace(/^.*\) /s, '')
    .split(' ')[19];
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
