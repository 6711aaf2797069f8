import { expect, test } from 'vitest';
import { assetText } from './asset-text.ts';

test.each([
  ['btc', 'BTC', 'BTC in Bitcoin'],
  ['usdttrc20', 'USDT', 'USDT in Tron'],
  ['usdcmatic', 'USDC', 'USDC in Polygon'],
  ['usdcxyz', 'USDC', 'USDC (USDCXYZ)'],
  ['trx', 'TRX', 'TRX (TRX)'],
])('%s is %s: %s', (asset, currency, text) => {
  expect(assetText({ asset, currency })).toBe(text);
});
