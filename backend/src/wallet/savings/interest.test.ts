import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FRACTIONS, interestOf } from './interest.ts';

const DAYS = 10_000;

const events = fc.array(
  fc.record({
    day: fc.nat({ max: DAYS - 1 }),
    move: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
    ratePpm: fc.option(fc.nat({ max: 1_000_000 }), { nil: undefined }),
  }),
  { maxLength: 60 },
);

test('over ten thousand days of movements and changing rates nothing drifts: paid and carried are the exact sum', () => {
  fc.assert(
    fc.property(events, fc.bigInt({ min: 0n, max: 10n ** 26n }), (all, opening) => {
      const byDay = Map.groupBy(all, ({ day }) => day);
      let [balance, ratePpm, remainder, paid] = [opening, 43_210, 0n, 0n];
      // The exact sum as one fraction, worked out apart from what is paid on the way.
      let exact = 0n;
      for (let day = 0; day < DAYS; day++) {
        let lowest = balance;
        for (const event of byDay.get(day) ?? []) {
          balance = balance + event.move < 0n ? 0n : balance + event.move;
          if (balance < lowest) lowest = balance;
          ratePpm = event.ratePpm ?? ratePpm;
        }
        exact += lowest * BigInt(ratePpm);
        const today = interestOf({ lowest, ratePpm, remainder });
        expect(today.remainder >= 0n && today.remainder < FRACTIONS).toBe(true);
        remainder = today.remainder;
        paid += today.interest;
        balance += today.interest;
      }
      expect(paid * FRACTIONS + remainder).toBe(exact);
    }),
    { numRuns: 15 },
  );
});

test('a satoshi at 4 % earns one after 9,125 days, and not a day earlier', () => {
  let [remainder, day] = [0n, 0];
  for (;;) {
    day++;
    const today = interestOf({ lowest: 1n, ratePpm: 40_000, remainder });
    remainder = today.remainder;
    if (today.interest > 0n) break;
  }
  expect([day, remainder]).toEqual([9_125, 0n]);
});

test('365 days at 5 % of 1,000.00 are 50.00, if nothing is added to it', () => {
  let [remainder, paid] = [0n, 0n];
  for (let day = 0; day < 365; day++) {
    const today = interestOf({ lowest: 100_000n, ratePpm: 50_000, remainder });
    remainder = today.remainder;
    paid += today.interest;
  }
  expect([paid, remainder]).toEqual([5_000n, 0n]);
});
