import { expect, test } from 'vitest';
import { nextPayment } from './next-payment.ts';

const price = (amount: string) => ({
  id: `price ${amount}`,
  amount,
  currency: 'USD',
  interval: { unit: 'MONTH' as const, count: 1 },
});
const active = {
  status: 'ACTIVE' as const,
  cancelAtPeriodEnd: false,
  paidThrough: '2027-03-01T00:00:00.000Z',
  trialEndsAt: null,
  price: price('1200'),
  quantity: 3,
  pendingChange: null,
};

test('what was paid through is paid for again, as often as it is taken', () => {
  expect(nextPayment(active)).toEqual({ at: active.paidThrough, amount: 3_600n, currency: 'USD' });
});

test('a change to come is what is paid next', () => {
  const pendingChange = { price: price('5000'), quantity: 1 };
  expect(nextPayment({ ...active, pendingChange })?.amount).toBe(5_000n);
});

test('a trial is paid for when it ends', () => {
  const trialEndsAt = '2027-01-15T00:00:00.000Z';
  expect(nextPayment({ ...active, status: 'TRIALING', paidThrough: null, trialEndsAt })?.at).toBe(
    trialEndsAt,
  );
});

test.each([
  { cancelAtPeriodEnd: true },
  { status: 'PAUSED' as const },
  { status: 'CANCELED' as const },
  { paidThrough: null },
])('nothing comes next: %o', (change) => {
  expect(nextPayment({ ...active, ...change })).toBeUndefined();
});
