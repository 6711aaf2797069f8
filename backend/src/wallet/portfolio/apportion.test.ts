import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion } from './apportion.ts';

const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 38n }), { minLength: 1, maxLength: 12 });

test('parts add up to the total exactly, and each is within one of its exact share', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), weights, (total, parts) => {
      const sum = parts.reduce((all, each) => all + each, 0n);
      const shares = apportion(total, parts);
      expect(shares.reduce((all, each) => all + each, 0n)).toBe(sum === 0n ? 0n : total);
      for (const [index, share] of shares.entries()) {
        const exact = total * (parts[index] ?? 0n);
        expect(share * sum > exact - sum && share * sum < exact + sum).toBe(sum > 0n);
        if (parts[index] === 0n) expect(share).toBe(0n);
      }
    }),
  );
});

test('thirds make up the whole', () => {
  expect(apportion(10_000n, [1n, 1n, 1n])).toEqual([3_334n, 3_333n, 3_333n]);
  expect(apportion(10_000n, [])).toEqual([]);
  expect(apportion(10_000n, [0n, 5n])).toEqual([0n, 10_000n]);
  expect(apportion(10_000n, [0n, 0n])).toEqual([0n, 0n]);
});
