import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  FIRST_NEWS,
  PAYMENT_FAILURES,
  PAYMENT_MOVES,
  type PaymentNews,
  type PaymentStatus,
} from './payment.ts';

/** The status after the news, or undefined when it changes nothing. `null` is a payment not seen before. */
function nextPaymentStatus(status: PaymentStatus | null, news: PaymentNews): PaymentStatus | undefined {
  const { from, to } = PAYMENT_MOVES[news];
  if (status === null) return FIRST_NEWS.includes(news) ? to : undefined;
  return from.includes(status) ? to : undefined;
}

const NEWS = Object.keys(PAYMENT_MOVES) as PaymentNews[];
const after = (...news: PaymentNews[]) =>
  news.reduce<PaymentStatus | null>((status, each) => nextPaymentStatus(status, each) ?? status, null);

test('a payment is detected, confirming and settled in turn', () => {
  expect(after('detected')).toBe('detected');
  expect(after('detected', 'confirmed')).toBe('confirming');
  expect(after('detected', 'confirmed', 'settled')).toBe('settled');
});

test('a settled payment whose block leaves the chain is confirming again', () => {
  expect(after('detected', 'confirmed', 'settled', 'unconfirmed')).toBe('confirming');
});

test.each(PAYMENT_FAILURES)(
  'a payment that is %s comes back when the chain holds it after all',
  (failure) => {
    expect(after('detected', failure)).toBe(failure);
    expect(after('detected', failure, 'confirmed')).toBe('confirming');
    expect(after('detected', failure, 'settled')).toBe('settled');
  },
);

test.each(PAYMENT_FAILURES)('a settled payment is not %s without leaving the chain first', (failure) => {
  expect(after('settled', failure)).toBe('settled');
});

test('news of an unknown payment counts only when it says that money was seen', () => {
  const first = NEWS.filter((news) => nextPaymentStatus(null, news) !== undefined);
  expect(first).toEqual(['detected', 'confirmed', 'settled']);
});

test('repeated news changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...NEWS), { minLength: 1 }), (news) => {
      const last = news.slice(-1);
      expect(after(...news, ...last)).toBe(after(...news));
    }),
  );
});

test('whatever came before, the last word of the chain stands', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...NEWS)), (news) => {
      expect(after(...news, 'confirmed', 'settled')).toBe('settled');
      expect(after(...news, 'confirmed', 'settled', 'unconfirmed', 'double_spent')).toBe('double_spent');
    }),
  );
});
