import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PaymentToShow } from '../situation.ts';
import { bitcoinText, stillAsked } from './top-up.ts';

const QUOTE = {
  amount: '50000',
  bip21: 'bitcoin:bcrt1qx?amount=0.0005&label=Tea',
  qr: 'bitcoin:BCRT1QX?amount=0.0005&label=Tea',
};

function seen(amount: string, status: PaymentToShow['status'] = 'DETECTED'): PaymentToShow {
  return {
    rail: 'BITCOIN',
    amount,
    currency: 'BTC',
    invoiceAmount: amount,
    status,
    late: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    output: null,
    chain: null,
  };
}

test('while nothing is under way, the quote is what is asked for', () => {
  expect(stillAsked(QUOTE, [seen('20000', 'SETTLED'), seen('20000', 'DROPPED')])).toEqual({
    amountSats: 50_000n,
    bip21: QUOTE.bip21,
    qr: QUOTE.qr,
  });
});

test('what is under way is not asked for again', () => {
  expect(stillAsked(QUOTE, [seen('20000')])).toEqual({
    amountSats: 30_000n,
    bip21: 'bitcoin:bcrt1qx?amount=0.0003&label=Tea',
    qr: 'bitcoin:BCRT1QX?amount=0.0003&label=Tea',
  });
});

test('satoshi are written as bitcoin without losing any', () => {
  expect(bitcoinText(100_000_000n)).toBe('1');
  expect(bitcoinText(1n)).toBe('0.00000001');
  fc.assert(
    fc.property(fc.bigInt(1n, 2_100_000_000_000_000n), (sats) => {
      const [whole = '', fraction = ''] = bitcoinText(sats).split('.');
      expect(BigInt(whole + fraction.padEnd(8, '0'))).toBe(sats);
    }),
  );
});
