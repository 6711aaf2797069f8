import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Interval } from '../periods/index.ts';
import { type CountedPayment, coverageOf } from './coverage.ts';

const monthly: Interval = { unit: 'month', count: 1 };
const at = (text: string) => new Date(text);
const payment = (id: string, confirmedAt: string, periods = 1): CountedPayment => ({
  id,
  confirmedAt: at(confirmedAt),
  periods,
});

const anyPayments = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    confirmedAt: fc.date({
      min: at('2026-01-01T00:00:00Z'),
      max: at('2030-01-01T00:00:00Z'),
      noInvalidDate: true,
    }),
    periods: fc.integer({ min: 0, max: 24 }),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);

test('no payments cover nothing', () => {
  expect(coverageOf([], monthly)).toBeNull();
  expect(coverageOf([payment('a', '2027-01-31T12:00:00Z', 0)], monthly)).toBeNull();
});

test('the first payment anchors the run at its confirmation', () => {
  expect(coverageOf([payment('a', '2027-01-31T12:00:00Z')], monthly)).toEqual({
    anchorAt: at('2027-01-31T12:00:00Z'),
    paidPeriods: 1,
    paidThrough: at('2027-02-28T12:00:00Z'),
  });
});

test('a renewal within the paid time keeps the anchor, so a short month does not shorten the next', () => {
  const payments = [payment('a', '2027-01-31T12:00:00Z'), payment('b', '2027-02-20T00:00:00Z')];
  expect(coverageOf(payments, monthly)).toEqual({
    anchorAt: at('2027-01-31T12:00:00Z'),
    paidPeriods: 2,
    paidThrough: at('2027-03-31T12:00:00Z'),
  });
});

test('a renewal at the very instant the paid time ends still continues the run', () => {
  const payments = [payment('a', '2027-01-31T12:00:00Z'), payment('b', '2027-02-28T12:00:00Z')];
  expect(coverageOf(payments, monthly)?.paidThrough).toEqual(at('2027-03-31T12:00:00Z'));
});

test('a payment after a lapse starts a new run at its own confirmation', () => {
  const payments = [payment('a', '2027-01-31T12:00:00Z'), payment('b', '2027-02-28T12:00:00.001Z', 2)];
  expect(coverageOf(payments, monthly)).toEqual({
    anchorAt: at('2027-02-28T12:00:00.001Z'),
    paidPeriods: 2,
    paidThrough: at('2027-04-28T12:00:00.001Z'),
  });
});

test('the order in which payments are read does not matter', () => {
  fc.assert(
    fc.property(anyPayments, fc.infiniteStream(fc.integer()), (payments, keys) => {
      const shuffled = payments
        .map((value) => ({ value, key: keys.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ value }) => value);
      expect(coverageOf(shuffled, monthly)).toEqual(coverageOf(payments, monthly));
    }),
  );
});

test('one more payment never ends the paid time earlier', () => {
  fc.assert(
    fc.property(anyPayments, (payments) => {
      fc.pre(payments.length > 0);
      const [lost, ...kept] = payments;
      const without = coverageOf(kept, monthly);
      const withAll = coverageOf(lost ? [...kept, lost] : kept, monthly);
      expect(withAll?.paidThrough.getTime() ?? 0).toBeGreaterThanOrEqual(without?.paidThrough.getTime() ?? 0);
    }),
  );
});

test('renewals in an unbroken run add exactly their periods to the calendar', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 10 }), (periods) => {
      // All confirmed within the first day: the run cannot break.
      const payments = periods.map((count, i) => payment(`${i}`, `2028-01-31T0${i}:00:00Z`, count));
      const total = periods.reduce((sum, count) => sum + count, 0);
      const whole = coverageOf([payment('all', '2028-01-31T00:00:00Z', total)], monthly);
      expect(coverageOf(payments, monthly)).toEqual(whole);
    }),
  );
});

test('an absurd number of periods is counted up to what can be stored', () => {
  const payments = [
    payment('a', '2027-01-01T00:00:00Z', 2_000_000_000),
    payment('b', '2027-01-02T00:00:00Z', 2_000_000_000),
  ];
  expect(coverageOf(payments, monthly)?.paidPeriods).toBe(2_147_483_647);
});
