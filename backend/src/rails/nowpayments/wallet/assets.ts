import type { ProviderAsset } from '../../../wallet/index.ts';
import { tickerOf, tickers } from '../provider-amount.ts';

/** Prices are given in these; nobody sends them. */
const FIAT = ['usd', 'eur'];

/** What is taken in and paid out. */
export const ASSETS: readonly ProviderAsset[] = tickers().flatMap((asset) => {
  const ticker = tickerOf(asset);
  return ticker === undefined || FIAT.includes(asset) ? [] : [{ asset, currency: ticker.currency }];
});

export const PROVIDER = 'nowpayments';
