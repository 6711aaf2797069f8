import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Interval } from '../periods/index.ts';
import type { CountedPayment } from './coverage.ts';
import {
  nextStatus,
  recompute,
  SUBSCRIPTION_STATUSES,
  type SubscriptionInput,
  type SubscriptionState,
} from './subscription.ts';

const monthly: Interval = { unit: 'month', count: 1 };
const start = new Date('2026-11-01T00:00:00Z');
const INPUTS: readonly SubscriptionInput[] = ['paid', 'ran_out', 'unpaid', 'payment_seen', 'cancel'];

test('only an incomplete subscription can be canceled', () => {
  const cancelable = SUBSCRIPTION_STATUSES.filter((status) => nextStatus(status, 'cancel') !== undefined);
  expect(cancelable).toEqual(['incomplete']);
});

test('a canceled subscription comes back only when money arrives for it', () => {
  const ways = INPUTS.filter((input) => nextStatus('canceled', input) !== undefined);
  expect(ways).toEqual(['payment_seen']);
});

test('paid time makes it active, its end past due, a further payment active again', () => {
  const payment = (id: string, confirmedAt: Date): CountedPayment => ({ id, confirmedAt, periods: 1 });
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
  const payments = ['a', 'b'].map((id) => ({ id, confirmedAt: start, periods: 1 }));
  const before = recompute('incomplete', payments.slice(0, 1), monthly, start);
  const both = recompute(before.status, payments, monthly, start);
  expect(both.paidThrough).not.toEqual(before.paidThrough);
  expect(recompute(both.status, payments.slice(0, 1), monthly, start)).toEqual(before);
  expect(recompute(before.status, [], monthly, start)).toEqual({
    status: 'incomplete',
    anchorAt: null,
    paidPeriods: 0,
    paidThrough: null,
  });
});

type Step =
  | { do: 'settle'; periods: number }
  | { do: 'take back'; which: number }
  | { do: 'wait'; days: number }
  | { do: 'cancel' };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('settle' as const), periods: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('take back' as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 70 }) }),
  fc.record({ do: fc.constant('cancel' as const) }),
);

test('no sequence of payments, reorganisations, time and cancelation reaches an impossible state', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let now = start;
      let payments: CountedPayment[] = [];
      let state: SubscriptionState = recompute('incomplete', [], monthly, now);
      for (const [index, each] of steps.entries()) {
        if (each.do === 'settle') {
          state = { ...state, status: nextStatus(state.status, 'payment_seen') ?? state.status };
          payments = [...payments, { id: `${index}`, confirmedAt: now, periods: each.periods }];
        } else if (each.do === 'take back') payments = payments.filter((_, i) => i !== each.which);
        else if (each.do === 'wait') now = new Date(now.getTime() + each.days * 86_400_000);
        else state = { ...state, status: nextStatus(state.status, 'cancel') ?? state.status };
        state = recompute(state.status, payments, monthly, now);

        const { status, paidThrough, anchorAt, paidPeriods } = state;
        expect(status === 'active').toBe(paidThrough !== null && paidThrough > now);
        expect(status === 'past_due').toBe(paidThrough !== null && paidThrough <= now);
        expect(paidThrough === null).toBe(status === 'incomplete' || status === 'canceled');
        expect(anchorAt === null).toBe(paidThrough === null);
        expect(paidPeriods > 0).toBe(paidThrough !== null);
      }
    }),
  );
});
