import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config/index.ts';
import type { RateSource } from './ports.ts';
import { createCoinbase } from './sources/coinbase.ts';
import { createCoinGecko } from './sources/coingecko.ts';
import { createKraken } from './sources/kraken.ts';

type SourceConfig = Pick<
  Config,
  'RATE_SOURCES' | 'COINGECKO_API_URL' | 'COINGECKO_API_KEY' | 'KRAKEN_API_URL' | 'COINBASE_API_URL'
>;

/** The sources that configuration names. */
export function createRateSources(config: SourceConfig, clock: Clock): RateSource[] {
  const sources = {
    coingecko: () =>
      createCoinGecko({ url: config.COINGECKO_API_URL, apiKey: config.COINGECKO_API_KEY, clock }),
    kraken: () => createKraken({ url: config.KRAKEN_API_URL, clock }),
    coinbase: () => createCoinbase({ url: config.COINBASE_API_URL, clock }),
  };
  return config.RATE_SOURCES.map((name) => sources[name]());
}
