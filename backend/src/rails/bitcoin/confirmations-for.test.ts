import { expect, test } from 'vitest';
import { confirmationsFor } from './confirmations-for.ts';

const STEPS = [
  { fromSats: 0n, confirmations: 1 },
  { fromSats: 100_000_000n, confirmations: 6 },
  { fromSats: 10_000_000n, confirmations: 2 },
];

test.each([
  [546n, 1],
  [9_999_999n, 1],
  [10_000_000n, 2],
  [99_999_999n, 2],
  [100_000_000n, 6],
  [2_100_000_000_000_000n, 6],
])('%d satoshi settle after %d confirmations', (amount, confirmations) => {
  expect(confirmationsFor(STEPS, amount)).toBe(confirmations);
});
