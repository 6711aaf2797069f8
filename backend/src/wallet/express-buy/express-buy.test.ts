import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ratio } from '../../platform/money/index.ts';
import {
  creditReason,
  EXPRESS_BUY_INPUTS,
  EXPRESS_BUY_STATUSES,
  type ExpressBuyStatus,
  NOTICE_MS,
  nextBuyStatus,
  statusAt,
} from './express-buy.ts';
import {
  FIAT_ENTRY_INPUTS,
  FIAT_ENTRY_STATUSES,
  type FiatEntryStatus,
  nextEntryStatus,
} from './fiat-entry.ts';

test('in any order of events a purchase completes once at most, and only while it awaits its payment', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EXPRESS_BUY_INPUTS), { maxLength: 30 }), (inputs) => {
      let status: ExpressBuyStatus = 'quoted';
      let completions = 0;
      let hasMoney = false;
      for (const input of inputs) {
        const before = status;
        const next = nextBuyStatus(before, input);
        if (next === undefined) continue;
        status = next;
        if (input === 'complete') {
          completions++;
          expect(before).toBe('awaiting_payment');
        }
        hasMoney ||= input === 'complete' || input === 'credit';
        // Nothing is given back that has not come, and who has sent money is never told that it did not come.
        expect(['completed', 'credited', 'returned', 'return_due'].includes(status)).toBe(hasMoney);
        if (before === 'refused') expect(status).toBe('refused');
      }
      expect(completions).toBeLessThanOrEqual(1);
    }),
  );
});

test('every status of a purchase can be reached', () => {
  const reached = new Set<ExpressBuyStatus>(['quoted']);
  for (const status of reached) {
    for (const input of EXPRESS_BUY_INPUTS) {
      const next = nextBuyStatus(status, input);
      if (next !== undefined) reached.add(next);
    }
  }
  expect([...reached].sort()).toEqual([...EXPRESS_BUY_STATUSES].sort());
});

test.each(['credit', 'return'] as const)(
  'in any order of events a %s gives and takes once at most',
  (kind) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FIAT_ENTRY_INPUTS), { maxLength: 30 }), (inputs) => {
        let status: FiatEntryStatus = 'pending';
        let given = 0;
        let taken = 0;
        for (const input of inputs) {
          const before: FiatEntryStatus = status;
          const next = nextEntryStatus({ kind, status: before }, input);
          if (next === undefined) continue;
          status = next;
          if (input === 'buy' || input === 'credit') given++;
          const hadMoney = ['bought', 'credited', 'return_due'].includes(before);
          if (hadMoney && ['returned', 'written_off'].includes(status)) taken++;
          expect(FIAT_ENTRY_STATUSES).toContain(status);
          expect(given - taken).toBe(['bought', 'credited', 'return_due'].includes(status) ? 1 : 0);
        }
        expect(given).toBeLessThanOrEqual(kind === 'credit' ? 1 : 0);
      }),
    );
  },
);

const expiresAt = new Date('2026-03-01T10:15:00Z');
const inTime = new Date('2026-03-01T10:14:59.999Z');
const buy = {
  status: 'awaiting_payment' as ExpressBuyStatus,
  expiresAt,
  terms: {
    fromCurrency: 'EUR',
    toCurrency: 'BTC',
    payAmount: 10_000n,
    feeAmount: 150n,
    midAmount: 98_500n,
    receiveAmount: 97_515n,
    feeBps: 150,
    spreadBps: 100,
    midRate: ratio(1n, 100_000n),
  },
};
const arrival = { currency: 'EUR', amount: 10_000n, bookedAt: inTime };

test('what is booked in time and exact is exchanged, though we hear of it a little later', () => {
  expect(creditReason(buy, arrival, inTime)).toBeUndefined();
  expect(creditReason(buy, arrival, new Date(expiresAt.getTime() + NOTICE_MS - 1))).toBeUndefined();
});

test.each([
  ['booked too late', buy, { ...arrival, bookedAt: expiresAt }, inTime, 'late'],
  ['heard of much too late', buy, arrival, new Date(expiresAt.getTime() + NOTICE_MS), 'late'],
  ['too little', buy, { ...arrival, amount: 9_999n }, inTime, 'short'],
  ['too much', buy, { ...arrival, amount: 10_001n }, inTime, 'over'],
  ['another currency', buy, { ...arrival, currency: 'USD' }, inTime, 'other_currency'],
  ['expired already', { ...buy, status: 'expired' as const }, arrival, inTime, 'late'],
  ['a second time', { ...buy, status: 'completed' as const }, arrival, inTime, 'again'],
])('credited as it came: %s', (_, of, what, now, reason) => {
  expect(creditReason(of, what, now)).toBe(reason);
});

test('a quote that nobody ordered is over at its time', () => {
  expect(statusAt({ status: 'quoted', expiresAt }, inTime)).toBe('quoted');
  expect(statusAt({ status: 'quoted', expiresAt }, expiresAt)).toBe('expired');
  expect(statusAt({ status: 'awaiting_payment', expiresAt }, expiresAt)).toBe('awaiting_payment');
});
