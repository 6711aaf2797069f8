import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPayable, type PaymentToShow, situationOf, stageOf, stillMissing } from './situation.ts';

const OPEN = {
  status: 'OPEN',
  amountDue: '1000',
  overpaid: '0',
  paidLate: false,
  partiallyPaid: false,
  overdue: false,
  payments: [],
} as const satisfies Parameters<typeof situationOf>[0];

function payment(
  status: PaymentToShow['status'],
  invoiceAmount: string | null,
  confirmations = 0,
): PaymentToShow {
  return {
    rail: 'BITCOIN',
    amount: '1000',
    currency: 'BTC',
    invoiceAmount,
    status,
    late: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    output: null,
    chain: { txid: null, confirmations, confirmationsNeeded: 2 },
  };
}

test.each([
  ['OPEN', {}],
  ['OVERDUE', { overdue: true }],
  ['PARTLY_PAID', { partiallyPaid: true, payments: [payment('SETTLED', '400', 2)] }],
  ['UNDER_WAY', { payments: [payment('DETECTED', '1000')] }],
  ['UNDER_WAY', { payments: [payment('CONFIRMING', '1000', 1)] }],
  ['PART_UNDER_WAY', { payments: [payment('DETECTED', '400')] }],
  ['PART_UNDER_WAY', { payments: [payment('DETECTED', null)] }],
  ['LEFT_THE_CHAIN', { payments: [payment('CONFIRMING', '1000', 0)] }],
  ['FELL_AWAY', { payments: [payment('REPLACED', '1000')] }],
  ['UNDER_WAY', { payments: [payment('DETECTED', '1000'), payment('DROPPED', '1000')] }],
  ['PAID', { status: 'PAID', amountDue: '0' }],
  ['PAID_LATE', { status: 'PAID', amountDue: '0', paidLate: true }],
  ['OVERPAID', { status: 'PAID', amountDue: '0', overpaid: '5', paidLate: true }],
  ['VOID', { status: 'VOID', amountDue: '0' }],
  ['UNCOLLECTIBLE', { status: 'UNCOLLECTIBLE', amountDue: '0' }],
] as const)('%s is told of %o', (situation, facts) => {
  expect(situationOf({ ...OPEN, ...facts } as Parameters<typeof situationOf>[0])).toBe(situation);
});

test('a payment without confirmations that had some has left the chain; one that never had has not', () => {
  expect(stageOf(payment('CONFIRMING', '1', 0))).toBe('LEFT_THE_CHAIN');
  expect(stageOf(payment('CONFIRMING', '1', 1))).toBe('CONFIRMING');
  expect(stageOf(payment('DETECTED', '1', 0))).toBe('DETECTED');
});

test('what is missing and what is under way make up what is due, and nobody is asked to pay what is coming', () => {
  const amounts = fc.array(fc.bigInt(0n, 2_000n), { maxLength: 4 });
  fc.assert(
    fc.property(fc.bigInt(1n, 3_000n), amounts, (due, coming) => {
      const invoice = {
        ...OPEN,
        amountDue: `${due}`,
        payments: coming.map((amount) => payment('DETECTED', `${amount}`)),
      };
      const sum = coming.reduce((total, amount) => total + amount, 0n);
      expect(stillMissing(invoice)).toBe(sum >= due ? 0n : due - sum);
      expect(isPayable(invoice)).toBe(sum < due);
    }),
  );
});
