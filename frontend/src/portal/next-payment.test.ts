import { expect, test } from 'vitest';
import { nextPayment } from './next-payment.ts';

const price = {
  id: 'price_1',
  amount: '1200',
  currency: 'USD',
  nickname: null,
  onChain: false,
  interval: { unit: 'MONTH' as const, count: 1 },
};
const active = {
  status: 'ACTIVE' as const,
  price,
  pendingChange: null,
  quantity: 3,
  paidThrough: '2027-02-01T00:00:00.000Z',
  trialEndsAt: null,
  cancelAtPeriodEnd: false,
  canceledAt: null,
};

test('a renewal costs the price times the quantity where the paid time ends', () => {
  expect(nextPayment(active)).toEqual({
    kind: 'renewal',
    at: active.paidThrough,
    amount: 3_600n,
    currency: 'USD',
  });
});

test('a change that waits for the next period is what is paid for', () => {
  const pendingChange = { price: { ...price, amount: '90071992547409931' }, quantity: 2 };
  expect(nextPayment({ ...active, pendingChange })).toMatchObject({ amount: 180143985094819862n });
});

test('after a trial the first payment comes', () => {
  const trialEndsAt = '2027-01-15T00:00:00.000Z';
  const trialing = { ...active, status: 'TRIALING' as const, trialEndsAt };
  expect(nextPayment(trialing)).toMatchObject({ kind: 'after trial', at: trialEndsAt });
});

test('nothing comes after the end, while paused, or where the holder renews', () => {
  expect(nextPayment({ ...active, cancelAtPeriodEnd: true })).toEqual({
    kind: 'ends',
    at: active.paidThrough,
  });
  expect(nextPayment({ ...active, status: 'PAUSED' })).toEqual({ kind: 'paused' });
  expect(nextPayment({ ...active, price: { ...price, onChain: true } })).toEqual({
    kind: 'by hand',
    at: active.paidThrough,
  });
  const canceledAt = '2027-01-20T00:00:00.000Z';
  expect(nextPayment({ ...active, status: 'CANCELED', canceledAt })).toEqual({
    kind: 'over',
    at: canceledAt,
  });
  expect(nextPayment({ ...active, status: 'INCOMPLETE', paidThrough: null })).toEqual({ kind: 'none' });
});
