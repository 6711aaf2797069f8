import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareRatios, ratio, ratioFromDecimal } from '../platform/money/index.ts';
import { agreeOnRate, type SourcedRatio } from './agree-on-rate.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const rules = { now: NOW, staleMs: 300_000, minSources: 2, maxDeviationBps: 200 };
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);
const says = (source: string, price: string, seconds = 0): SourcedRatio => ({
  source,
  ratio: ratioFromDecimal(price),
  observedAt: ago(seconds),
});

test('of three the middle one counts, and the oldest observation is the age', () => {
  expect(agreeOnRate([says('a', '60300', 10), says('b', '60000', 40), says('c', '60100')], rules)).toEqual({
    agreed: { ratio: ratio(60_100n, 1n), observedAt: ago(40), sources: ['a', 'b', 'c'] },
    stale: [],
    outliers: [],
  });
});

test('of two it is the mean, exactly', () => {
  expect(agreeOnRate([says('a', '0.1'), says('b', '0.1001')], rules).agreed?.ratio).toEqual(
    ratio(2_001n, 20_000n),
  );
});

test('one liar among three is left out', () => {
  const result = agreeOnRate([says('a', '60000'), says('liar', '1'), says('c', '60200')], rules);
  expect(result.outliers).toEqual(['liar']);
  expect(result.agreed).toMatchObject({ ratio: ratio(60_100n, 1n), sources: ['a', 'c'] });
});

test('two who contradict each other agree on nothing', () => {
  expect(agreeOnRate([says('a', '60000'), says('b', '70000')], rules)).toEqual({
    agreed: undefined,
    stale: [],
    outliers: ['a', 'b'],
  });
});

test('what is too old does not count, to the millisecond', () => {
  const result = agreeOnRate([says('a', '1', 300), says('b', '1', 300.001), says('c', '1')], rules);
  expect(result.stale).toEqual(['b']);
  expect(result.agreed?.sources).toEqual(['a', 'c']);
});

test('one source is not enough unless the rules say so', () => {
  expect(agreeOnRate([says('a', '1')], rules).agreed).toBeUndefined();
  expect(agreeOnRate([says('a', '1')], { ...rules, minSources: 1 }).agreed?.sources).toEqual(['a']);
  expect(agreeOnRate([], { ...rules, minSources: 1 }).agreed).toBeUndefined();
});

test('exactly at the bound is near enough', () => {
  const minTwo = { ...rules, maxDeviationBps: 100 };
  expect(agreeOnRate([says('a', '99'), says('b', '100'), says('c', '101')], minTwo).outliers).toEqual([]);
  expect(agreeOnRate([says('a', '98.999'), says('b', '100'), says('c', '101')], minTwo).outliers).toEqual([
    'a',
  ]);
});

const honest = fc.bigInt({ min: 1_000_000n, max: 1_010_000n });
const anything = fc.bigInt({ min: 1n, max: 10n ** 30n });

test('whatever a minority of liars says, the rate stays within what honest sources say', () => {
  fc.assert(
    fc.property(
      fc.array(honest, { minLength: 2, maxLength: 6 }),
      fc.array(anything, { maxLength: 5 }),
      (truth, lies) => {
        fc.pre(lies.length < truth.length);
        const all = [...truth, ...lies].map((price, index) => ({
          source: String(index),
          ratio: ratio(price, 1_000n),
          observedAt: NOW,
        }));
        const { agreed } = agreeOnRate(all, rules);
        if (!agreed) return;
        // A lie that is believed is within 2 % of the median, and that is between honest prices.
        const sorted = [...truth].sort((a, b) => (a < b ? -1 : 1));
        const lowest = ratio((sorted[0] ?? 1n) * 98n, 100_000n);
        const highest = ratio((sorted.at(-1) ?? 1n) * 102n, 100_000n);
        expect(compareRatios(agreed.ratio, lowest)).toBeGreaterThanOrEqual(0);
        expect(compareRatios(agreed.ratio, highest)).toBeLessThanOrEqual(0);
      },
    ),
  );
});

test('the order in which sources answer changes nothing', () => {
  fc.assert(
    fc.property(fc.array(anything, { minLength: 1, maxLength: 6 }), (prices) => {
      const all = prices.map((price, index) => ({
        source: String(index),
        ratio: ratio(price, 7n),
        observedAt: NOW,
      }));
      expect(agreeOnRate([...all].reverse(), rules).agreed?.ratio).toEqual(
        agreeOnRate(all, rules).agreed?.ratio,
      );
    }),
  );
});
