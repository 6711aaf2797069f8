import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Grant, Step as SubscriptionStep, Terms } from './coverage.ts';
import {
  nextStatus,
  recompute as recomputeFrom,
  SUBSCRIPTION_STATUSES,
  type SubscriptionInput,
  type SubscriptionState,
  type SubscriptionStatus,
} from './subscription.ts';

const monthly: Terms = { interval: { unit: 'month', count: 1 }, graceDays: 0 };
const recompute = (
  status: SubscriptionStatus,
  grants: readonly Grant[],
  terms: Terms,
  now: Date,
  steps: readonly SubscriptionStep[] = [],
) => recomputeFrom(status, { grants, steps, terms }, now);
const start = new Date('2026-11-01T00:00:00Z');
const INPUTS: readonly SubscriptionInput[] = [
  'on_trial',
  'paid',
  'ran_out',
  'on_hold',
  'unpaid',
  'payment_seen',
  'cancel',
  'expire',
];

test('whatever lives can be canceled and expire', () => {
  for (const input of ['cancel', 'expire'] as const) {
    const statuses = SUBSCRIPTION_STATUSES.filter((status) => nextStatus(status, input) !== undefined);
    expect(statuses).toEqual(['incomplete', 'trialing', 'active', 'past_due', 'paused']);
  }
});

test.each(['canceled', 'expired'] as const)(
  'one that is %s comes back only when money arrives for it',
  (status) => {
    const ways = INPUTS.filter((input) => nextStatus(status, input) !== undefined);
    expect(ways).toEqual(['payment_seen']);
  },
);

test('paid time makes it active, its end past due, a further payment active again', () => {
  const payment = (id: string, at: Date): Grant => ({ order: BigInt(id.charCodeAt(0)), at, periods: 1 });
  const first = payment('a', start);
  const active = recompute('incomplete', [first], monthly, start);
  expect(active).toMatchObject({ status: 'active', paidThrough: new Date('2026-12-01T00:00:00Z') });
  const later = new Date('2026-12-01T00:00:00Z');
  expect(recompute(active.status, [first], monthly, later).status).toBe('past_due');
  expect(recompute('past_due', [first, payment('b', later)], monthly, later)).toMatchObject({
    status: 'active',
    paidThrough: new Date('2027-01-01T00:00:00Z'),
  });
});

test('a payment that the chain takes back leaves the subscription as it was before', () => {
  const payments = ['a', 'b'].map((id) => ({ order: BigInt(id.charCodeAt(0)), at: start, periods: 1 }));
  const before = recompute('incomplete', payments.slice(0, 1), monthly, start);
  const both = recompute(before.status, payments, monthly, start);
  expect(both.paidThrough).not.toEqual(before.paidThrough);
  expect(recompute(both.status, payments.slice(0, 1), monthly, start)).toEqual(before);
  expect(recompute(before.status, [], monthly, start)).toEqual({
    status: 'incomplete',
    anchorAt: null,
    paidPeriods: 0,
    paidThrough: null,
    accessUntil: null,
    pausedAt: null,
  });
});

type Move =
  | { do: 'settle'; periods: number }
  | { do: 'take back'; which: number }
  | { do: 'wait'; days: number }
  | { do: 'pause' | 'resume' | 'cancel' | 'expire' | 'end' };
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('settle' as const), periods: fc.integer({ min: 1, max: 3 }) }),
  },
  fc.record({ do: fc.constant('take back' as const), which: fc.nat(5) }),
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 70 }) }),
  },
  fc.record({
    do: fc.constantFrom(
      'pause' as const,
      'resume' as const,
      'cancel' as const,
      'expire' as const,
      'end' as const,
    ),
  }),
);

test('no sequence of payments, reorganisations, pauses, ends and time reaches an impossible state', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), fc.nat(20), fc.nat(30), (moves, graceDays, trialDays) => {
      const terms = { ...monthly, graceDays };
      let now = start;
      let grants: Grant[] = [];
      const steps: SubscriptionStep[] = [];
      const take = (kind: 'pause' | 'resume' | 'end') =>
        steps.push({ kind, at: now, order: BigInt(steps.length) });
      if (trialDays > 0) {
        const until = new Date(now.getTime() + trialDays * 86_400_000);
        steps.push({ kind: 'trial', at: now, order: 0n, until });
      }
      let state: SubscriptionState = recompute('incomplete', [], terms, now, steps);
      for (const [index, each] of moves.entries()) {
        if (each.do === 'settle') {
          state = { ...state, status: nextStatus(state.status, 'payment_seen') ?? state.status };
          grants = [...grants, { order: BigInt(index + 1_000), at: now, periods: each.periods }];
        } else if (each.do === 'take back') grants = grants.filter((_, i) => i !== each.which);
        else if (each.do === 'wait') now = new Date(now.getTime() + each.days * 86_400_000);
        else if (each.do === 'cancel' || each.do === 'expire')
          state = { ...state, status: nextStatus(state.status, each.do) ?? state.status };
        else take(each.do);
        state = recompute(state.status, grants, terms, now, steps);

        const { status, paidThrough, anchorAt, accessUntil, pausedAt } = state;
        const over = status === 'canceled' || status === 'expired';
        expect(anchorAt === null).toBe(paidThrough === null);
        if (status === 'active' || status === 'trialing')
          expect(paidThrough?.getTime()).toBeGreaterThan(now.getTime());
        if (status === 'past_due') expect(paidThrough?.getTime()).toBeLessThanOrEqual(now.getTime());
        if (!over) expect(paidThrough === null).toBe(status === 'incomplete');
        expect(pausedAt !== null).toBe(status === 'paused');
        expect(accessUntil !== null).toBe(['trialing', 'active', 'past_due'].includes(status));
      }
    }),
  );
});
