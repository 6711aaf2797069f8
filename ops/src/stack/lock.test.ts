import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isLock, lockOwner, tryLock, withLock } from './lock.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-lock-'));
  path = join(folder, 'a.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a held lock answers with its owner, a released one is free', () => {
  const lock = tryLock(path);
  expect(tryLock(path)).toMatchObject({ pid: process.pid });
  expect(lockOwner(path)).toMatchObject({ pid: process.pid });
  if (!isLock(lock)) throw new Error('the first attempt must get the lock');
  lock.release();
  expect(lockOwner(path)).toBeUndefined();
  expect(isLock(tryLock(path))).toBe(true);
});

test('the lock of a process that is gone is taken over', async () => {
  await writeFile(path, JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1' }));
  expect(isLock(tryLock(path))).toBe(true);
});

test('the lock of a process whose number another process has now is taken over', async () => {
  await writeFile(path, JSON.stringify({ pid: process.pid, startTime: 'long ago' }));
  expect(isLock(tryLock(path))).toBe(true);
});

test('withLock lets one in at a time and leaves no file behind, whatever happens inside', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((done) => setImmediate(done));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 4 }, () => withLock(path, 10_000, work)));
  expect(most).toBe(1);
  await expect(withLock(path, 10_000, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await readdir(folder)).toEqual([]);
});
