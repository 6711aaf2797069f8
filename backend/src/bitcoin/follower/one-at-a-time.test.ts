import { expect, test } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

/** Work that waits to be told to finish, and knows how many runs overlap. */
function slowWork() {
  const finish: ((error?: Error) => void)[] = [];
  let running = 0;
  let most = 0;
  const work = () => {
    running++;
    most = Math.max(most, running);
    const run = finish.length + 1;
    return new Promise<number>((resolve, reject) => {
      finish.push((error) => {
        running--;
        if (error) reject(error);
        else resolve(run);
      });
    });
  };
  return { run: oneAtATime(work), finish, most: () => most };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('those who ask during a run share the one after it', async () => {
  const { run, finish, most } = slowWork();
  const first = run();
  const second = run();
  const third = run();
  finish[0]?.();
  expect(await first).toBe(1);
  await settle();
  const fourth = run();
  finish[1]?.();
  expect(await Promise.all([second, third])).toEqual([2, 2]);
  await settle();
  finish[2]?.();
  expect(await fourth).toBe(3);
  expect(most()).toBe(1);
});

test('asking at the very moment a run ends does not overlap with the next', async () => {
  const { run, finish, most } = slowWork();
  const first = run();
  const second = run();
  const late = first.then(() => run());
  finish[0]?.();
  await settle();
  finish[1]?.();
  expect(await Promise.all([second, late])).toEqual([2, 2]);
  expect(most()).toBe(1);
});

test('a run that fails fails for its callers alone', async () => {
  const { run, finish } = slowWork();
  const first = run();
  const second = run();
  finish[0]?.(new Error('node away'));
  await expect(first).rejects.toThrow('node away');
  await settle();
  finish[1]?.();
  expect(await second).toBe(2);
});
