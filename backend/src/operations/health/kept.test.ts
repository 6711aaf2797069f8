import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deferred } from '../../platform/testing/deferred.ts';
import { kept, within } from './kept.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('all who ask within the time share one reading; after it there is a new one', async () => {
  const read = vi.fn(async () => read.mock.calls.length);
  const ask = kept(read, 1_000);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  await vi.advanceTimersByTimeAsync(999);
  expect(await ask()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await ask()).toBe(2);
});

test('whoever asks during a slow reading waits for it instead of beginning another', async () => {
  const slow = deferred();
  const read = vi.fn(() => slow.promise);
  const ask = kept(read, 1_000);
  const first = ask();
  await vi.advanceTimersByTimeAsync(60_000);
  const second = ask();
  slow.resolve();
  await Promise.all([first, second]);
  expect(read).toHaveBeenCalledTimes(1);
});

test('a reading that fails is told to those who waited for it, and not kept', async () => {
  const read = vi.fn<() => Promise<number>>().mockRejectedValueOnce(new Error('away')).mockResolvedValue(1);
  const ask = kept(read, 1_000);
  await expect(Promise.all([ask(), ask()])).rejects.toThrow('away');
  expect(await ask()).toBe(1);
});

test('what takes too long is given up, and its end disturbs nobody', async () => {
  const slow = within(1_000, new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 5_000)));
  const caught = expect(slow).rejects.toThrow('no answer within 1000 ms');
  await vi.advanceTimersByTimeAsync(10_000);
  await caught;
  expect(await within(1_000, Promise.resolve(7))).toBe(7);
});
