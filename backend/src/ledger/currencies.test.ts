import { expect, test } from 'vitest';
import { ConfigError } from '../platform/config/index.ts';
import { createCurrencies, formatAmount } from './currencies.ts';
import { CurrencyUnknownError } from './ledger.errors.ts';

test('the built-in currencies count in their smallest units', () => {
  const decimals = Object.fromEntries(createCurrencies().all.map(({ code, decimals }) => [code, decimals]));
  expect(decimals).toEqual({
    BTC: 8,
    ETH: 18,
    USDC: 6,
    USDT: 6,
    PYUSD: 6,
    EURC: 6,
    USDB: 6,
    USD: 2,
    EUR: 2,
  });
});

test('configuration adds currencies, and may repeat one as it is', () => {
  const currencies = createCurrencies(['JPY:0', 'BTC:8']);
  expect(currencies.get('JPY')).toEqual({ code: 'JPY', decimals: 0 });
  expect(() => currencies.get('XAUT')).toThrow(CurrencyUnknownError);
});

test.each(['JPY', 'jpy:0', 'JPY:-1', 'JPY:19', 'BTC:9', 'J:0', ''])('%j is refused', (text) => {
  expect(() => createCurrencies([text])).toThrow(ConfigError);
});

test.each<[bigint, string, string]>([
  [123_456n, 'BTC', '0.00123456'],
  [-5n, 'USD', '-0.05'],
  [0n, 'JPY', '0'],
  [1_000_000_000_000_000_001n, 'ETH', '1.000000000000000001'],
])('%s of %s is %s', (amount, code, text) => {
  expect(formatAmount(amount, createCurrencies(['JPY:0']).get(code))).toBe(text);
});
