import type { Clock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logging/index.ts';
import { ratio } from '../platform/money/index.ts';
import { createRates, type Rates } from './create-rates.ts';
import type { RateSource } from './ports.ts';

/** US dollars for one whole unit, until a test says otherwise. */
export const TEST_PRICES: Readonly<Record<string, bigint>> = {
  BTC: 100_000n,
  ETH: 4_000n,
  USDC: 1n,
  USDT: 1n,
  PYUSD: 1n,
  EURC: 1n,
  EUR: 1n,
};

/** For tests of other features: rates by prices that may be changed; a change counts once the clock has moved on. */
export function createTestRates(clock: Clock, prices: Readonly<Record<string, bigint>> = TEST_PRICES): Rates {
  const source = (name: string): RateSource => ({
    name,
    fetch: async (pairs) =>
      pairs.flatMap((pair) => {
        const price = prices[pair.base];
        return price === undefined ? [] : { pair, ratio: ratio(price, 1n), observedAt: clock.now() };
      }),
  });
  return createRates({
    sources: [source('one'), source('two')],
    clock,
    logger: silentLogger,
    staleSeconds: 300,
    refreshSeconds: 30,
    minSources: 2,
    maxDeviationBps: 200,
    pegs: { USDB: 'USD' },
  });
}
