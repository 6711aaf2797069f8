import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverageOf as cover, type Grant, type Step, type Terms } from './coverage.ts';

const monthly: Terms = { interval: { unit: 'month', count: 1 }, graceDays: 0 };

/** The run alone. */
function coverageOf(grants: readonly Grant[], terms: Terms, steps: readonly Step[] = []) {
  const coverage = cover(grants, terms, steps);
  if (!coverage) return null;
  const { anchorAt, paidPeriods, paidThrough } = coverage;
  return { anchorAt, paidPeriods, paidThrough };
}
const at = (text: string) => new Date(text);
const payment = (id: string, paidAt: string, periods = 1): Grant => ({
  order: BigInt(id.charCodeAt(0)),
  at: at(paidAt),
  periods,
});

const anyPayments = fc.uniqueArray(
  fc.record({
    order: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    at: fc.date({
      min: at('2026-01-01T00:00:00Z'),
      max: at('2030-01-01T00:00:00Z'),
      noInvalidDate: true,
    }),
    periods: fc.integer({ min: 0, max: 24 }),
  }),
  { selector: ({ order }) => order, maxLength: 12 },
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
      const whole = coverageOf([payment('a', '2028-01-31T00:00:00Z', total)], monthly);
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

const grace: Terms = { ...monthly, graceDays: 7 };

test('within the grace period a late payment continues the run, after it a new one begins', () => {
  const first = payment('a', '2027-01-31T12:00:00Z');
  expect(coverageOf([first, payment('b', '2027-03-07T12:00:00Z')], grace)?.paidThrough).toEqual(
    at('2027-03-31T12:00:00Z'),
  );
  expect(coverageOf([first, payment('b', '2027-03-07T12:00:01Z')], grace)?.anchorAt).toEqual(
    at('2027-03-07T12:00:01Z'),
  );
});

test('a trial is followed by the first paid period, whenever within it that is paid', () => {
  const trial: Step = {
    kind: 'trial',
    at: at('2027-01-01T00:00:00Z'),
    order: 1n,
    until: at('2027-01-15T00:00:00Z'),
  };
  expect(cover([], monthly, [trial])).toMatchObject({
    paidThrough: trial.until,
    paid: false,
    paidPeriods: 0,
  });
  expect(coverageOf([payment('a', '2027-01-10T00:00:00Z')], monthly, [trial])).toEqual({
    anchorAt: trial.until,
    paidPeriods: 1,
    paidThrough: at('2027-02-15T00:00:00Z'),
  });
});

test('a pause keeps exactly what is left', () => {
  const first = payment('a', '2027-01-01T00:00:00Z');
  const pause: Step = { kind: 'pause', at: at('2027-01-11T00:00:00Z'), order: 1n };
  const resume: Step = { kind: 'resume', at: at('2027-05-01T00:00:00Z'), order: 2n };
  expect(cover([first], monthly, [pause])).toMatchObject({
    pausedAt: pause.at,
    paidThrough: at('2027-02-01T00:00:00Z'),
  });
  expect(coverageOf([first], monthly, [pause, resume])?.paidThrough).toEqual(at('2027-05-22T00:00:00Z'));
  const whilePaused = payment('b', '2027-03-01T00:00:00Z');
  expect(coverageOf([first, whilePaused], monthly, [pause, resume])?.paidThrough).toEqual(
    at('2027-06-19T00:00:00Z'),
  );
});

test('a change of interval begins a new run at its own time; an end leaves nothing', () => {
  const yearly: Terms = { interval: { unit: 'year', count: 1 }, graceDays: 0 };
  const change: Step = {
    kind: 'change',
    at: at('2027-01-11T00:00:00Z'),
    order: 1n,
    terms: yearly,
    restart: true,
  };
  const grants = [payment('a', '2027-01-01T00:00:00Z'), payment('b', '2027-01-11T00:00:00Z')];
  expect(coverageOf(grants, monthly, [change])).toEqual({
    anchorAt: change.at,
    paidPeriods: 1,
    paidThrough: at('2028-01-11T00:00:00Z'),
  });
  const end: Step = { kind: 'end', at: at('2027-01-20T00:00:00Z'), order: 2n };
  expect(cover(grants, monthly, [change, end])).toBeNull();
});
