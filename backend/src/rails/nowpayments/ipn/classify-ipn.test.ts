import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalFromUnits } from '../../../platform/money/index.ts';
import type { NowPayment } from '../payment.ts';
import { classifyIpn, type ExpectedPayment, type IpnMeaning } from './classify-ipn.ts';

const DUE = 50_000n;
const expected: ExpectedPayment = {
  paymentId: '5000000001',
  orderId: 'dep_1',
  payCurrency: 'btc',
  dueUnits: DUE,
  bookedUnits: new Map(),
  refunded: new Set(),
};
const booked = (...entries: [string, bigint][]) => ({ ...expected, bookedUnits: new Map(entries) });

function payment(changes: Partial<NowPayment> & { paidSats?: bigint; asset?: string } = {}): NowPayment {
  const { paidSats = DUE, asset = 'btc', ...fields } = changes;
  return {
    id: '5000000001',
    parentId: null,
    invoiceId: null,
    orderId: 'dep_1',
    status: 'finished',
    payAddress: 'bc1q',
    payExtraId: null,
    price: { currency: 'usd', decimal: '30' },
    pay: { currency: asset, decimal: '0.0005' },
    paid: { currency: asset, decimal: decimalFromUnits(paidSats, 8) },
    outcome: null,
    ...fields,
  };
}
const child = (changes: Parameters<typeof payment>[0] = {}) =>
  payment({ id: '5000000002', parentId: '5000000001', ...changes });

test('all that was asked for is credited, and more too, said apart', () => {
  expect(classifyIpn(payment(), expected)).toEqual({
    kind: 'credit',
    paymentId: '5000000001',
    units: DUE,
    overpaidUnits: 0n,
  });
  expect(classifyIpn(payment({ paidSats: DUE + 7n }), expected)).toMatchObject({
    kind: 'credit',
    units: DUE + 7n,
    overpaidUnits: 7n,
  });
});

test('less is partial, also where the provider calls it finished', () => {
  for (const status of ['partially_paid', 'finished'] as const) {
    expect(classifyIpn(payment({ status, paidSats: 49_999n }), expected)).toEqual({
      kind: 'partial',
      paymentId: '5000000001',
      units: 49_999n,
      missingUnits: 1n,
    });
  }
});

test('only what is new is booked when the amount of a payment grows', () => {
  expect(classifyIpn(payment(), booked(['5000000001', 20_000n]))).toMatchObject({
    kind: 'credit',
    units: 30_000n,
  });
});

test('what has been booked is a duplicate, and so is older news about it', () => {
  const after = booked(['5000000001', DUE]);
  expect(classifyIpn(payment(), after).kind).toBe('duplicate');
  expect(classifyIpn(payment({ status: 'partially_paid', paidSats: 40_000n }), after).kind).toBe('duplicate');
  expect(classifyIpn(payment({ status: 'confirming', paidSats: 0n }), after).kind).toBe('duplicate');
});

test('a re-deposit pays no order, whatever it is called', () => {
  for (const status of ['finished', 'partially_paid'] as const) {
    expect(classifyIpn(child({ status, paidSats: 10n }), booked(['5000000001', DUE]))).toEqual({
      kind: 'redeposit',
      paymentId: '5000000002',
      parentId: '5000000001',
      units: 10n,
    });
  }
  expect(classifyIpn(child(), booked(['5000000002', DUE])).kind).toBe('duplicate');
});

test('another asset is never credited, on the payment itself or as one of its own', () => {
  for (const wrong of [payment({ asset: 'trx' }), child({ asset: 'usdterc20' })]) {
    expect(classifyIpn(wrong, expected)).toEqual({
      kind: 'wrong_asset',
      paymentId: wrong.id,
      received: wrong.paid,
    });
  }
  // The same currency on another network is another asset.
  const usdt = { ...expected, payCurrency: 'usdttrc20' };
  expect(classifyIpn(payment({ asset: 'usdterc20' }), usdt).kind).toBe('wrong_asset');
});

test.each(['waiting', 'confirming', 'confirmed', 'sending', 'unknown'] as const)(
  '%s is pending',
  (status) => {
    expect(classifyIpn(payment({ status }), expected)).toEqual({
      kind: 'pending',
      paymentId: '5000000001',
      status,
    });
  },
);

test.each(['failed', 'expired'] as const)('%s is failed, unless it has been booked', (status) => {
  expect(classifyIpn(payment({ status }), expected)).toEqual({
    kind: 'failed',
    paymentId: '5000000001',
    status,
  });
  expect(classifyIpn(payment({ status }), booked(['5000000001', 1n]))).toMatchObject({
    kind: 'review',
    reason: 'failed_after_booking',
  });
});

test('a refund takes back what was booked, once, and nothing of it is booked again', () => {
  const refund = payment({ status: 'refunded' });
  expect(classifyIpn(refund, expected)).toMatchObject({ kind: 'refunded', units: 0n });
  expect(classifyIpn(refund, booked(['5000000001', DUE]))).toMatchObject({ kind: 'refunded', units: DUE });
  const after = { ...expected, refunded: new Set(['5000000001']) };
  expect(classifyIpn(refund, after).kind).toBe('duplicate');
  expect(classifyIpn(payment(), after).kind).toBe('duplicate');
});

test.each<[string, NowPayment]>([
  ['not_ours', payment({ id: '5000000009' })],
  ['not_ours', payment({ id: '5000000009', parentId: '5000000008' })],
  ['order_differs', payment({ orderId: 'dep_2' })],
  ['order_differs', payment({ orderId: null })],
  ['nothing_paid', payment({ paidSats: 0n })],
  ['amount_unusable', payment({ paid: { currency: 'btc', decimal: '0.000000001' } })],
])('%s is for an operator', (reason, contradiction) => {
  expect(classifyIpn(contradiction, expected)).toMatchObject({ kind: 'review', reason });
});

interface Books {
  readonly units: Map<string, bigint>;
  readonly refunded: Set<string>;
}

/** What a wallet does with a meaning. */
function book(books: Books, meaning: IpnMeaning): void {
  if (meaning.kind === 'credit' || meaning.kind === 'partial' || meaning.kind === 'redeposit') {
    expect(meaning.units > 0n).toBe(true);
    books.units.set(meaning.paymentId, (books.units.get(meaning.paymentId) ?? 0n) + meaning.units);
  } else if (meaning.kind === 'refunded') {
    const left = (books.units.get(meaning.paymentId) ?? 0n) - meaning.units;
    expect(left).toBe(0n);
    books.units.set(meaning.paymentId, left);
    books.refunded.add(meaning.paymentId);
  }
}

const paidSats = fc.bigInt({ min: 0n, max: 2n * DUE });
const status = fc.constantFrom<NowPayment['status']>(
  'waiting',
  'confirming',
  'confirmed',
  'sending',
  'partially_paid',
  'finished',
  'failed',
  'expired',
  'unknown',
);
const news = fc.record({
  id: fc.constantFrom('5000000001', '5000000002', '5000000003'),
  paidSats,
  status,
  asset: fc.constantFrom('btc', 'btc', 'btc', 'trx'),
});

test('in any order and however often, a payment is booked with the most that was reported of it, once', () => {
  const ended = (item: { status: string }) => item.status === 'finished' || item.status === 'partially_paid';
  fc.assert(
    fc.property(fc.array(news, { maxLength: 30 }), (items) => {
      const books: Books = { units: new Map(), refunded: new Set() };
      for (const { id, ...item } of items) {
        const parentId = id === '5000000001' ? null : '5000000001';
        const state = { ...expected, bookedUnits: books.units, refunded: books.refunded };
        book(books, classifyIpn(payment({ ...item, id, parentId }), state));
      }
      for (const id of ['5000000001', '5000000002', '5000000003']) {
        const amounts = items
          .filter((item) => item.id === id && ended(item) && item.asset === 'btc')
          .map((item) => item.paidSats);
        const most = amounts.sort((a, b) => (a < b ? 1 : -1))[0] ?? 0n;
        expect(books.units.get(id) ?? 0n).toBe(most);
      }
    }),
  );
});

test('after a refund nothing is left and nothing comes back, whatever is repeated', () => {
  fc.assert(
    fc.property(fc.array(news, { maxLength: 10 }), fc.array(news, { maxLength: 10 }), (before, after) => {
      const books: Books = { units: new Map(), refunded: new Set() };
      const hear = (changes: Parameters<typeof payment>[0]) =>
        book(
          books,
          classifyIpn(payment({ ...changes, id: '5000000001' }), {
            ...expected,
            bookedUnits: books.units,
            refunded: books.refunded,
          }),
        );
      for (const item of before) hear(item);
      hear({ status: 'refunded' });
      for (const item of after) hear(item);
      expect(books.units.get('5000000001')).toBe(0n);
    }),
  );
});
