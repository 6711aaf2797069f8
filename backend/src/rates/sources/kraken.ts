import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { compareRatios, meanOfRatios, type Ratio, ratioFromDecimal } from '../../platform/money/index.ts';
import type { RateSource } from '../ports.ts';
import { type ObservedRate, pairName, type RatePair } from '../rate.ts';
import { RateSourceError } from '../rates.errors.ts';
import { fetchJson, urlBelow } from './fetch-json.ts';

export interface KrakenOptions {
  /** Base URL of the public methods, such as `https://api.kraken.com/0/public`. */
  readonly url: string;
  readonly clock: Clock;
}

const NAME = 'kraken';
/** What a pair is asked for as, and what it may be called in the answer. */
const MARKETS: Readonly<Record<string, readonly [asked: string, ...answered: string[]]>> = {
  'BTC/USD': ['XBTUSD', 'XXBTZUSD'],
  'BTC/EUR': ['XBTEUR', 'XXBTZEUR'],
  'ETH/USD': ['ETHUSD', 'XETHZUSD'],
  'USDT/USD': ['USDTUSD', 'USDTZUSD'],
  'USDC/USD': ['USDCUSD'],
  'PYUSD/USD': ['PYUSDUSD'],
  'EURC/USD': ['EURCUSD'],
  'EUR/USD': ['EURUSD', 'ZEURZUSD'],
};
const UNKNOWN_PAIR = 'EQuery:Unknown asset pair';

const Side = z.tuple([z.string()], z.unknown());
const Answer = z.object({
  error: z.array(z.string()),
  result: z.record(z.string(), z.object({ a: Side, b: Side })).optional(),
});

interface Listed {
  readonly pair: RatePair;
  readonly names: readonly [string, ...string[]];
}

/**
 * Halfway between the best bid and the best ask on Kraken: it is current even when nobody trades. The answer
 * has no time in it. https://docs.kraken.com/api/docs/rest-api/get-ticker-information
 */
export function createKraken({ url, clock }: KrakenOptions): RateSource {
  /** One request; undefined when one of the markets is not there (any more), which spoils the whole answer. */
  async function ask(listed: readonly Listed[]): Promise<ObservedRate[] | undefined> {
    const observedAt = clock.now();
    const pair = listed.map(({ names }) => names[0]).join(',');
    const parsed = Answer.safeParse(await fetchJson(NAME, urlBelow(url, 'Ticker', { pair })));
    if (!parsed.success) throw new RateSourceError(NAME, 'unexpected answer', { cause: parsed.error });
    const { error, result = {} } = parsed.data;
    if (error.includes(UNKNOWN_PAIR)) return undefined;
    const serious = error.find((text) => text.startsWith('E'));
    if (serious !== undefined) throw new RateSourceError(NAME, serious.slice(0, 100));
    return listed.flatMap(({ pair, names }) => {
      const ticker = names.map((name) => result[name]).find(Boolean);
      return ticker ? [{ pair, ratio: middle(ticker.a[0], ticker.b[0]), observedAt }] : [];
    });
  }

  return {
    name: NAME,
    async fetch(pairs) {
      const listed = pairs.flatMap((pair): Listed[] => {
        const names = MARKETS[pairName(pair)];
        return names ? [{ pair, names }] : [];
      });
      const together = await ask(listed);
      if (together) return together;
      const alone: ObservedRate[] = [];
      for (const market of listed) alone.push(...((await ask([market])) ?? []));
      return alone;
    },
  };
}

function middle(askText: string, bidText: string): Ratio {
  try {
    const ask = ratioFromDecimal(askText);
    const bid = ratioFromDecimal(bidText);
    if (compareRatios(bid, ask) <= 0) return meanOfRatios(bid, ask);
  } catch (cause) {
    throw new RateSourceError(NAME, 'a price is no positive number', { cause });
  }
  throw new RateSourceError(NAME, 'a bid is above its ask');
}
