import { expect, test } from 'vitest';
import { simulatedVariables } from './simulators.ts';

test('what nobody has set up is simulated', () => {
  const all = simulatedVariables({ NOWPAYMENTS_API_KEY: ' ' });
  expect(all).toContain('NOWPAYMENTS_API_URL');
  expect(all).toContain('COINBASE_API_URL');
});

test.each(['NOWPAYMENTS_API_KEY', 'NOWPAYMENTS_IPN_SECRET', 'NOWPAYMENTS_EMAIL'])(
  '%s alone makes the payment provider somebody else’s as a whole',
  (name) => {
    const left = simulatedVariables({ [name]: 'given' });
    expect(left.filter((each) => each.startsWith('NOWPAYMENTS'))).toEqual([]);
    expect(left).toContain('KRAKEN_API_URL');
  },
);

test('one real source of rates leaves no simulated one beside it', () => {
  expect(simulatedVariables({ COINGECKO_API_KEY: 'given' })).not.toContain('KRAKEN_API_URL');
});
