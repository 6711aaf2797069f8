import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { invertRatio, multiplyRatios, type Ratio, ratioFromDecimal } from '../../platform/money/index.ts';
import type { RateSource } from '../ports.ts';
import type { ObservedRate, RatePair } from '../rate.ts';
import { RateSourceError } from '../rates.errors.ts';
import { fetchJson, urlBelow } from './fetch-json.ts';

export interface CoinGeckoOptions {
  /** Base URL with the version, such as `https://api.coingecko.com/api/v3`. */
  readonly url: string;
  /** Of a demo account; without one requests are counted by address. */
  readonly apiKey?: string | undefined;
  readonly clock: Clock;
}

const NAME = 'coingecko';
const IDS: Readonly<Record<string, string>> = {
  BTC: 'bitcoin',
  ETH: 'ethereum',
  USDC: 'usd-coin',
  USDT: 'tether',
  PYUSD: 'paypal-usd',
  EURC: 'euro-coin',
};
const FIAT: readonly string[] = ['USD', 'EUR'];
/** Its price in two fiat currencies says what these are worth in each other. */
const FIAT_BRIDGE = 'bitcoin';

const Answer = z.record(z.string(), z.record(z.string(), z.string().nullable()));

/**
 * CoinGecko's average over exchanges, with the time of its last update.
 * https://docs.coingecko.com/v3.0.1/reference/simple-price
 */
export function createCoinGecko({ url, apiKey, clock }: CoinGeckoOptions): RateSource {
  const request = urlBelow(url, 'simple/price', {
    ids: Object.values(IDS).join(','),
    vs_currencies: FIAT.map((code) => code.toLowerCase()).join(','),
    include_last_updated_at: 'true',
    precision: 'full',
  });
  return {
    name: NAME,
    async fetch(pairs) {
      const askedAt = clock.now();
      const answer = await fetchJson(NAME, request, apiKey ? { 'x-cg-demo-api-key': apiKey } : {});
      const parsed = Answer.safeParse(answer);
      if (!parsed.success) throw new RateSourceError(NAME, 'unexpected answer', { cause: parsed.error });
      return pairs.flatMap((pair) => read(parsed.data, pair, askedAt) ?? []);
    },
  };
}

function read(answer: z.infer<typeof Answer>, pair: RatePair, askedAt: Date): ObservedRate | undefined {
  const id = FIAT.includes(pair.base) ? FIAT_BRIDGE : IDS[pair.base];
  const prices = id === undefined ? undefined : answer[id];
  const inQuote = FIAT.includes(pair.quote) ? prices?.[pair.quote.toLowerCase()] : undefined;
  const updated = prices?.last_updated_at;
  if (!prices || !inQuote || !updated) return undefined;
  let ratio: Ratio = priceOf(inQuote);
  if (FIAT.includes(pair.base)) {
    const inBase = prices[pair.base.toLowerCase()];
    if (!inBase) return undefined;
    ratio = multiplyRatios(ratio, invertRatio(priceOf(inBase)));
  }
  // A clock that goes ahead must not make a price last longer.
  const updatedMs = Number(updated) * 1_000;
  return { pair, ratio, observedAt: new Date(Math.min(updatedMs || 0, askedAt.getTime())) };
}

function priceOf(text: string): Ratio {
  try {
    return ratioFromDecimal(text);
  } catch (cause) {
    throw new RateSourceError(NAME, 'a price is no positive number', { cause });
  }
}
