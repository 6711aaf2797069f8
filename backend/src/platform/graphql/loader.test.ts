import { expect, test } from 'vitest';
import { createLoader, Loaders } from './index.ts';

test('keys asked for together are read once, each once, and missing ones are undefined', async () => {
  const reads: string[][] = [];
  const lengths = createLoader(async (_: object, keys: readonly string[]) => {
    reads.push([...keys]);
    return new Map(keys.filter((key) => key !== 'missing').map((key) => [key, key.length]));
  });
  const loaders = new Loaders({});
  const keys = ['a', 'bb', 'a', 'missing'];
  expect(await Promise.all(keys.map((key) => loaders.load(lengths, key)))).toEqual([1, 2, 1, undefined]);
  expect(reads).toEqual([['a', 'bb', 'missing']]);
  await loaders.load(lengths, 'bb');
  expect(reads).toHaveLength(1);
});

test('keys of several parts are told apart by their name', async () => {
  const sums = createLoader(
    async (_: object, keys: readonly { a: number; b: number }[]) =>
      new Map(keys.map(({ a, b }) => [`${a}:${b}`, a + b])),
    ({ a, b }) => `${a}:${b}`,
  );
  const loaders = new Loaders({});
  expect(await Promise.all([loaders.load(sums, { a: 1, b: 2 }), loaders.load(sums, { a: 2, b: 2 })])).toEqual(
    [3, 4],
  );
});

test('what one request has read is not seen by the next', async () => {
  let reads = 0;
  const counter = createLoader(async (_: object, keys: readonly string[]) => {
    reads++;
    return new Map(keys.map((key) => [key, reads]));
  });
  expect(await new Loaders({}).load(counter, 'k')).toBe(1);
  expect(await new Loaders({}).load(counter, 'k')).toBe(2);
});
