import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isAlive, startTimeOf } from './processes.ts';
import { waitFor } from './wait-for.ts';

/** The process that holds a lock file. */
export interface LockOwner {
  readonly pid: number;
  readonly startTime?: string | undefined;
}

export interface Lock {
  readonly release: () => void;
}

/**
 * Takes a lock file for this process. A lock whose owner is gone, even killed, is taken over.
 * Returns the owner instead when a living process holds it.
 */
export function tryLock(path: string): Lock | LockOwner {
  mkdirSync(dirname(path), { recursive: true });
  const me: LockOwner = { pid: process.pid, startTime: startTimeOf(process.pid) };
  for (let attempt = 0; attempt < 10; attempt += 1) {
    // Written beside its place and linked there: nobody ever reads a lock without an owner.
    const draft = `${path}.${randomBytes(4).toString('hex')}`;
    writeFileSync(draft, JSON.stringify(me));
    try {
      linkSync(draft, path);
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
    const owner = lockOwner(path);
    if (owner !== undefined) return owner;
    rmSync(path, { force: true });
  }
  throw new Error(`the lock file ${path} cannot be taken`);
}

/** The living process that holds the lock, or undefined. */
export function lockOwner(path: string): LockOwner | undefined {
  let owner: LockOwner;
  try {
    owner = JSON.parse(readFileSync(path, 'utf8')) as LockOwner;
  } catch {
    return undefined;
  }
  if (!Number.isSafeInteger(owner.pid) || !isAlive(owner.pid)) return undefined;
  const startTime = startTimeOf(owner.pid);
  return startTime === undefined || startTime === owner.startTime ? owner : undefined;
}

/** True when `tryLock` got the lock. */
export function isLock(result: Lock | LockOwner): result is Lock {
  return 'release' in result;
}

/** Runs `work` while holding the lock file, after waiting for whoever else holds it. */
export async function withLock<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const lock = await waitFor(
    () => {
      const result = tryLock(path);
      return isLock(result) && result;
    },
    { what: `the release of ${path}`, timeoutMs, intervalMs: 100 },
  );
  try {
    return await work();
  } finally {
    lock.release();
  }
}
