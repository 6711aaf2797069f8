import { expect, test } from 'vitest';
import { paymentUri, qrText } from './payment-uri.ts';

const address = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080';

test.each([
  [25_000n, '0.00025'],
  [100_000_000n, '1'],
  [2_100_000_000_000_000n, '21000000'],
  [1_000_000_000n, '10'],
  [546n, '0.00000546'],
])('BIP 21: %d satoshi are %s', (amountSats, amount) => {
  expect(paymentUri({ address, amountSats, label: '', message: '' })).toBe(
    `bitcoin:${address}?amount=${amount}`,
  );
});

test('texts are encoded, also those that would add parameters', () => {
  const uri = paymentUri({ address, amountSats: 1_000n, label: 'Käse & Co', message: 'a&amount=9' });
  expect(uri).toBe(`bitcoin:${address}?amount=0.00001&label=K%C3%A4se%20%26%20Co&message=a%26amount%3D9`);
  expect(new URL(uri).searchParams.get('amount')).toBe('0.00001');
});

test('the code writes a segwit address in capitals, and no other', () => {
  const payment = { amountSats: 1_000n, label: '', message: '' };
  expect(qrText({ address, ...payment })).toBe(`bitcoin:${address.toUpperCase()}?amount=0.00001`);
  const old = 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn';
  expect(qrText({ address: old, ...payment })).toBe(`bitcoin:${old}?amount=0.00001`);
});
