import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDunningPolicy, DEFAULT_DUNNING, readDunningPolicy } from './dunning-policy.ts';
import { type DunningTerms, dunningSteps, dunningTurn, firstDunningAt } from './dunning-schedule.ts';

const day = (n: number) => new Date(Date.UTC(2027, 0, 10) + n * 86_400_000);
const terms = (fields: Partial<DunningTerms> = {}): DunningTerms => ({
  kind: 'renewal',
  openedAt: day(-3),
  dueAt: day(0),
  dunningFrom: null,
  autoPaid: false,
  ...fields,
});

test('an invoice opened three days early is reminded of at, and 1, 3 and 7 days after, its due date, and ends at 14', () => {
  expect(dunningSteps(DEFAULT_DUNNING, terms())).toEqual([
    ...[0, 1, 3, 7].map((days) => ({ kind: 'remind', days, at: day(days) })),
    { kind: 'end', at: day(14) },
  ]);
});

test('one opened earlier is reminded of before it is due too', () => {
  expect(firstDunningAt(DEFAULT_DUNNING, terms({ openedAt: day(-10) }))).toEqual(day(-3));
});

test('automatic payments are tried a day before and then with the reminders; those that were missed, at once', () => {
  const retries = (fields: Partial<DunningTerms>) =>
    dunningSteps(DEFAULT_DUNNING, terms({ autoPaid: true, ...fields })).flatMap((step) =>
      step.kind === 'retry' ? [step.at] : [],
    );
  expect(retries({})).toEqual([-1, 0, 1, 3, 7].map(day));
  expect(retries({ openedAt: day(-0.5) })).toEqual([-0.5, 0, 1, 3, 7].map(day));
});

test('what is to begin something waits a week, and what somebody buys by themselves is not reminded of', () => {
  const ends = dunningSteps(DEFAULT_DUNNING, terms({ kind: 'first' })).at(-1);
  expect(ends).toEqual({ kind: 'end', at: day(4) });
  expect(dunningSteps(DEFAULT_DUNNING, terms({ kind: 'prepaid', autoPaid: true }))).toEqual([ends]);
});

test('all times count anew where a payment was taken back', () => {
  expect(dunningSteps(DEFAULT_DUNNING, terms({ dunningFrom: day(30) })).at(-1)?.at).toEqual(day(44));
});

test('a worker that was away sends the newest reminder alone, and none with the end', () => {
  expect(dunningTurn(DEFAULT_DUNNING, terms(), null, day(6))).toMatchObject({
    remind: 3,
    end: false,
    steps: 3,
    nextAt: day(7),
  });
  expect(dunningTurn(DEFAULT_DUNNING, terms(), day(6), day(20))).toMatchObject({
    remind: null,
    end: true,
    nextAt: null,
  });
});

test('however the turns fall, every step is taken once and the end comes last', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -100, max: 600 }), { minLength: 1, maxLength: 30 }),
      fc.boolean(),
      (hours, autoPaid) => {
        const instants = hours.sort((a, b) => a - b).map((hour) => day(hour / 24));
        const all = dunningSteps(DEFAULT_DUNNING, terms({ autoPaid }));
        let through: Date | null = null;
        let taken = 0;
        let ends = 0;
        for (const now of instants) {
          const turn = dunningTurn(DEFAULT_DUNNING, terms({ autoPaid }), through, now);
          taken += turn.steps;
          ends += turn.end ? 1 : 0;
          if (turn.end) expect(turn.remind).toBeNull();
          through = now;
        }
        const last = instants.at(-1) ?? day(0);
        expect(taken).toBe(all.filter(({ at }) => at <= last).length);
        expect(ends).toBe(last >= day(14) ? 1 : 0);
      },
    ),
  );
});

test('a policy is checked, and put in order', () => {
  const policy = { ...DEFAULT_DUNNING, reminderDays: [7, 0, 0, -1] };
  expect(checkDunningPolicy(policy).reminderDays).toEqual([-1, 0, 7]);
  expect(readDunningPolicy(null)).toEqual(DEFAULT_DUNNING);
  for (const wrong of [
    { ...policy, end: 'forgive' },
    { ...policy, endDays: -1 },
    { ...policy, reminderDays: [0.5] },
    { ...policy, retryDays: [91] },
    { ...policy, unpaidFirstHours: 0 },
    { ...policy, extra: 1 },
    null,
  ]) {
    expect(() => checkDunningPolicy(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  }
});
