import { expect, test } from 'vitest';
import { inRounds, rateOf, typicalRound } from './rate.ts';

test('the typical round is the one with the median ratio, its own reference beside it', () => {
  expect(typicalRound([10, 90, 30], [10, 10, 10])).toEqual({ value: 30, reference: 10 });
  expect(typicalRound([10, 20, 40], [1, 10, 10])).toEqual({ value: 40, reference: 10 });
});

test('rounds take turns, and the first is not counted', async () => {
  const calls: string[] = [];
  let n = 0;
  const measure = (name: string) => async () => {
    calls.push(name);
    return ++n;
  };
  const rates = await inRounds({ a: measure('a'), b: measure('b') }, { rounds: 2, seconds: 1 });
  expect(calls).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  expect(rates).toEqual({ a: [3, 5], b: [4, 6] });
});

test('what all clients do together is counted whole', async () => {
  let units = 0;
  const rate = await rateOf(4, 0.05, async () => {
    await new Promise((done) => setImmediate(done));
    units += 3;
    return 3;
  });
  expect(rate * 0.05).toBeGreaterThan(units * 0.5);
  expect(rate * 0.05).toBeLessThanOrEqual(units);
});
