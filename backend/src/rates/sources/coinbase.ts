import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { ratioFromDecimal } from '../../platform/money/index.ts';
import type { RateSource } from '../ports.ts';
import type { ObservedRate, RatePair } from '../rate.ts';
import { RateSourceError } from '../rates.errors.ts';
import { fetchJson, urlBelow } from './fetch-json.ts';

export interface CoinbaseOptions {
  /** Base URL with the version, such as `https://api.coinbase.com/v2`. */
  readonly url: string;
  readonly clock: Clock;
}

const NAME = 'coinbase';
const Answer = z.object({
  data: z.object({ currency: z.string(), rates: z.record(z.string(), z.string()) }),
});

/**
 * Coinbase's exchange rates, one request for each base currency. The answer has no time in it.
 * https://docs.cdp.coinbase.com/coinbase-app/track-apis/exchange-rates
 */
export function createCoinbase({ url, clock }: CoinbaseOptions): RateSource {
  async function ratesOf(base: string): Promise<Readonly<Record<string, string>>> {
    const answer = await fetchJson(NAME, urlBelow(url, 'exchange-rates', { currency: base }));
    const parsed = Answer.safeParse(answer);
    if (!parsed.success || parsed.data.data.currency !== base) {
      throw new RateSourceError(NAME, 'unexpected answer', { cause: parsed.error });
    }
    return parsed.data.data.rates;
  }

  return {
    name: NAME,
    async fetch(pairs) {
      const observedAt = clock.now();
      const bases = [...new Set(pairs.map(({ base }) => base))];
      const answers = await Promise.allSettled(bases.map(ratesOf));
      // A currency that it does not have fails alone; only when all fail is it the source that fails.
      if (answers.length > 0 && answers.every(({ status }) => status === 'rejected')) {
        throw answers.find((answer) => answer.status === 'rejected')?.reason;
      }
      return pairs.flatMap((pair) => {
        const answer = answers[bases.indexOf(pair.base)];
        const text = answer?.status === 'fulfilled' ? answer.value[pair.quote] : undefined;
        return text === undefined ? [] : [read(pair, text, observedAt)];
      });
    },
  };
}

function read(pair: RatePair, text: string, observedAt: Date): ObservedRate {
  try {
    return { pair, ratio: ratioFromDecimal(text), observedAt };
  } catch (cause) {
    throw new RateSourceError(NAME, 'a price is no positive number', { cause });
  }
}
