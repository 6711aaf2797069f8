import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentText } from '../shared/percent-text.ts';
import { parsePercent, readTargets, WHOLE_BPS } from './targets.ts';

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: WHOLE_BPS }), (bps) => {
      expect(parsePercent(percentText(bps))).toBe(bps);
    }),
  );
});

test.each(['', 'a', '-1', '100.01', '33.333', '1e2'])('%j is no percentage', (text) => {
  expect(parsePercent(text)).toBeUndefined();
});

test('thirds make up a whole only with the hundredth that is missing', () => {
  expect(readTargets({ BTC: '33.33', ETH: '33,33', USDC: '33.33' }).sumBps).toBe(9_999);
  expect(readTargets({ BTC: '33.34', ETH: '33.33', USDC: '33.33' }).sumBps).toBe(WHOLE_BPS);
});

test('what is empty or nothing is no target, and what cannot be read stops all of them', () => {
  expect(readTargets({ BTC: '100', ETH: '', USDC: '0' }).targets).toEqual([{ currency: 'BTC', bps: 10_000 }]);
  expect(readTargets({ BTC: '100', ETH: 'x' })).toEqual({ targets: undefined, sumBps: 10_000 });
});
