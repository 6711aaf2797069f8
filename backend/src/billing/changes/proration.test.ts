import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addIntervals, type Interval } from '../periods/index.ts';
import { type Period, priceOfTime, prorate, type Segment } from './proration.ts';

const monthly: Interval = { unit: 'month', count: 1 };
const at = (text: string) => new Date(text);
const january: Period = { start: at('2027-01-01T00:00:00Z'), end: at('2027-02-01T00:00:00Z') };

test('half of a month at another price costs half of the difference', () => {
  const proration = prorate({
    period: { start: at('2027-04-01T00:00:00Z'), end: at('2027-05-01T00:00:00Z') },
    segments: [{ from: at('2027-04-01T00:00:00Z'), amount: 1_000n }],
    at: at('2027-04-16T00:00:00Z'),
    amount: 3_000n,
    periodsAhead: 0,
    restart: false,
  });
  expect(proration).toEqual({ unused: 500n, charge: 1_500n });
});

test('periods that are paid already change their price whole', () => {
  const segments = [{ from: january.start, amount: 1_000n }];
  const change = { period: january, segments, at: january.start, amount: 1_500n, restart: false };
  expect(prorate({ ...change, periodsAhead: 2 })).toEqual({ unused: 3_000n, charge: 4_500n });
});

test('a new period costs its whole price, less what is left of the old one', () => {
  const segments = [{ from: january.start, amount: 3_100n }];
  const tenDays = at('2027-01-11T00:00:00Z');
  const change = { period: january, segments, at: tenDays, amount: 30_000n, periodsAhead: 0, restart: true };
  expect(prorate(change)).toEqual({ unused: 2_100n, charge: 30_000n });
});

test('a change back at the same instant costs nothing, and one at the very end changes nothing', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      fc.nat(2_678_399),
      (a, b, second) => {
        const instant = new Date(january.start.getTime() + second * 1_000);
        const change = { period: january, periodsAhead: 0, restart: false };
        const there = prorate({
          ...change,
          segments: [{ from: january.start, amount: a }],
          at: instant,
          amount: b,
        });
        const segments = [
          { from: january.start, amount: a },
          { from: instant, amount: b },
        ];
        const back = prorate({ ...change, segments, at: instant, amount: a });
        expect(there.charge - there.unused + back.charge - back.unused).toBe(0n);
        const late = prorate({ ...change, segments, at: january.end, amount: 10n * a });
        expect(late).toEqual({ unused: 0n, charge: 0n });
      },
    ),
  );
});

test('a year of random changes charges exactly the time-weighted price of every period, to the smallest unit', () => {
  const anchor = at('2027-01-31T12:34:56.789Z');
  const yearMs = addIntervals(anchor, monthly, 12).getTime() - anchor.getTime();
  const change = fc.record({
    offset: fc.integer({ min: 0, max: yearMs - 1 }),
    amount: fc.bigInt({ min: 0n, max: 10n ** 15n }),
  });
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 15n }),
      fc.array(change, { maxLength: 60 }),
      (first, unordered) => {
        const changes = unordered.sort((a, b) => a.offset - b.offset);
        let amount = first;
        for (let index = 0; index < 12; index++) {
          const period = {
            start: addIntervals(anchor, monthly, index),
            end: addIntervals(anchor, monthly, index + 1),
          };
          let charged = amount;
          const segments: Segment[] = [{ from: period.start, amount }];
          for (const each of changes) {
            const instant = new Date(anchor.getTime() + each.offset);
            if (instant < period.start || instant >= period.end) continue;
            const { unused, charge } = prorate({
              period,
              segments,
              at: instant,
              amount: each.amount,
              periodsAhead: 0,
              restart: false,
            });
            charged += charge - unused;
            segments.push({ from: instant, amount: each.amount });
            amount = each.amount;
          }
          expect(charged).toBe(priceOfTime(segments, period, period.end));
          expect(charged).toBe(exactly(segments, period));
        }
      },
    ),
  );
});

/** The same, added up the plain way. */
function exactly(segments: readonly Segment[], { start, end }: Period): bigint {
  let numerator = 0n;
  for (let index = 0; index < segments.length; index++) {
    const { from, amount } = segments[index] ?? { from: end, amount: 0n };
    const to = segments[index + 1]?.from ?? end;
    numerator += amount * BigInt(to.getTime() - from.getTime());
  }
  return numerator / BigInt(end.getTime() - start.getTime());
}
