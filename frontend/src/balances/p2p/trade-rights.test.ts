import { expect, test } from 'vitest';
import type { P2pTradeStatus } from './p2p.generated.ts';
import { type Side, tradeRights } from './trade-rights.ts';

const payBy = '2026-11-21T10:00:00Z';
const before = new Date('2026-11-21T09:59:59Z');
const after = new Date(payBy);

function may(status: P2pTradeStatus, side: Side, now = before) {
  const rights = tradeRights({ status, payBy }, side, now);
  return Object.entries(rights)
    .filter(([, allowed]) => allowed)
    .map(([right]) => right)
    .join(' ');
}

test('a buyer pays in time, or calls it off until the end', () => {
  expect(may('AWAITING_PAYMENT', 'BUYER')).toBe('markPaid cancel talk');
  expect(may('AWAITING_PAYMENT', 'BUYER', after)).toBe('cancel talk');
  expect(may('PAID', 'BUYER')).toBe('cancel dispute talk');
  expect(may('DISPUTED', 'BUYER')).toBe('cancel talk');
});

test('a seller may always give the money away, and take it back only when nobody paid in time', () => {
  expect(may('AWAITING_PAYMENT', 'SELLER')).toBe('release talk');
  expect(may('AWAITING_PAYMENT', 'SELLER', after)).toBe('release cancel talk');
  expect(may('PAID', 'SELLER', after)).toBe('release dispute talk');
  expect(may('DISPUTED', 'SELLER', after)).toBe('release talk');
});

test.each(['RELEASED', 'CANCELED', 'EXPIRED', 'REFUNDED'] as const)(
  'nothing is left of a %s trade',
  (status) => {
    expect(may(status, 'BUYER')).toBe('');
    expect(may(status, 'SELLER')).toBe('');
  },
);
