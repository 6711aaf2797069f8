import { expect, test } from 'vitest';
import { byCurrency } from './by-currency.ts';

const account = (kind: string, currency: string, balance: string, locked = '0') => ({
  kind,
  currency,
  balance,
  locked,
});

test('each currency is one row, and what others hold counts as positive', () => {
  expect(
    byCurrency([
      account('custody', 'USDC', '-140000000'),
      account('treasury', 'USDC', '100000000', '20000000'),
      account('fees', 'USDC', '500'),
      account('treasury', 'BTC', '7'),
      account('interest', 'BTC', '-3'),
      account('opening', 'BTC', '-4'),
    ]),
  ).toEqual([
    { currency: 'BTC', stock: 7n, promised: 0n, fees: 0n, outside: 0n, interest: 3n, opening: 4n },
    {
      currency: 'USDC',
      stock: 100_000_000n,
      promised: 20_000_000n,
      fees: 500n,
      outside: 140_000_000n,
      interest: 0n,
      opening: 0n,
    },
  ]);
});

test('no accounts are no rows', () => {
  expect(byCurrency([])).toEqual([]);
});
