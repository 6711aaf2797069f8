import type { Clock } from '../platform/clock.ts';
import { InvalidInputError } from '../platform/errors/index.ts';
import type { Logger } from '../platform/logging/index.ts';
import { invertRatio, multiplyRatios, ratio } from '../platform/money/index.ts';
import { type Agreement, agreeOnRate, type SourcedRatio } from './agree-on-rate.ts';
import type { RateSource } from './ports.ts';
import { pairName, type Rate, type RatePair } from './rate.ts';
import { RateUnavailableError } from './rates.errors.ts';

export interface RatesOptions {
  readonly sources: readonly RateSource[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** How old an observation may be and still count. */
  readonly staleSeconds: number;
  /** How long a rate is used before the sources are asked again. */
  readonly refreshSeconds: number;
  readonly minSources: number;
  readonly maxDeviationBps: number;
  /** Currencies that are redeemed one to one and traded nowhere: USDB for USD. */
  readonly pegs?: Readonly<Record<string, string>>;
}

/** What became of one pair in a refresh. */
export interface PairReport extends Agreement {
  readonly pair: RatePair;
}

export interface Rates {
  /**
   * How much of `quote` one whole `base` is, now. Asks the sources when what is known has served its time;
   * waits for them only when nothing usable is known.
   * @throws RateUnavailableError; InvalidInputError for a currency that has no rate at all
   */
  rate(base: string, quote: string): Promise<Rate>;
  /** Asks every source; calls at the same time share one asking. Never throws for a source. */
  refresh(): Promise<readonly PairReport[]>;
  /** The last good rate of each pair in US dollars, however old, for operators. */
  lastGood(): readonly Rate[];
}

const PIVOT = 'USD';
const PRICED = ['BTC', 'ETH', 'USDC', 'USDT', 'PYUSD', 'EURC', 'EUR'];
/** With nothing usable, the sources are asked again this soon. */
const RETRY_SECONDS = 5;
const ONE = ratio(1n, 1n);

/** Rates from several sources, every one in US dollars; others are crossed through them, exactly. */
export function createRates(options: RatesOptions): Rates {
  const { sources, clock, logger, staleSeconds, refreshSeconds, minSources, maxDeviationBps } = options;
  const pegs = new Map(Object.entries(options.pegs ?? {}));
  const pairs = PRICED.map((base): RatePair => ({ base, quote: PIVOT }));
  const lastGood = new Map<string, Rate>();
  let askedAt = Number.NEGATIVE_INFINITY;
  let underway: Promise<readonly PairReport[]> | undefined;

  async function observe(): Promise<Map<string, SourcedRatio[]>> {
    const answers = await Promise.allSettled(sources.map((source) => source.fetch(pairs)));
    const observations = new Map<string, SourcedRatio[]>();
    for (const [index, answer] of answers.entries()) {
      const source = sources[index]?.name ?? '';
      if (answer.status === 'rejected') {
        logger.warn({ err: answer.reason, source }, 'a source of rates fails');
        continue;
      }
      for (const { pair, ratio: observed, observedAt } of answer.value) {
        const key = pairName(pair);
        observations.set(key, [...(observations.get(key) ?? []), { source, ratio: observed, observedAt }]);
      }
    }
    return observations;
  }

  async function refreshNow(): Promise<readonly PairReport[]> {
    const observations = await observe();
    const now = clock.now();
    const rules = { now, staleMs: staleSeconds * 1_000, minSources, maxDeviationBps };
    return pairs.map((pair) => {
      const key = pairName(pair);
      const agreement = agreeOnRate(observations.get(key) ?? [], rules);
      const { agreed, stale, outliers } = agreement;
      if (agreed) lastGood.set(key, { pair, ...agreed });
      if (!agreed || outliers.length > 0) {
        logger.warn(
          { pair: key, sources: agreed?.sources ?? [], stale, outliers },
          'sources of rates disagree',
        );
      }
      return { pair, ...agreement };
    });
  }

  function refresh(): Promise<readonly PairReport[]> {
    askedAt = clock.now().getTime();
    underway ??= refreshNow().finally(() => {
      underway = undefined;
    });
    return underway;
  }

  function usable(code: string): Rate | undefined {
    const rate = lastGood.get(pairName({ base: code, quote: PIVOT }));
    const oldest = clock.now().getTime() - staleSeconds * 1_000;
    return rate && rate.observedAt.getTime() >= oldest ? rate : undefined;
  }

  async function freshen(codes: readonly string[]): Promise<void> {
    const isUsable = codes.every(usable);
    const waitSeconds = isUsable ? refreshSeconds : Math.min(refreshSeconds, RETRY_SECONDS);
    const isDue = clock.now().getTime() - askedAt >= waitSeconds * 1_000;
    const asking = isDue ? refresh() : underway;
    if (!isUsable) await asking;
    else asking?.catch((error: unknown) => logger.error({ err: error }, 'refreshing rates'));
  }

  /** What the pegs make of a currency. */
  function anchor(code: string, field: string): string {
    const anchored = pegs.get(code) ?? code;
    if (anchored === PIVOT || PRICED.includes(anchored)) return anchored;
    throw new InvalidInputError(field, `one of ${[PIVOT, ...PRICED, ...pegs.keys()].join(', ')}`);
  }

  return {
    refresh,
    lastGood: () => [...lastGood.values()],
    async rate(base, quote) {
      const pair = { base, quote };
      const from = anchor(base, 'base');
      const to = anchor(quote, 'quote');
      if (from === to) return { pair, ratio: ONE, observedAt: clock.now(), sources: [] };
      const needed = [from, to].filter((code) => code !== PIVOT);
      await freshen(needed);
      const legs = needed.map((code) => {
        const rate = usable(code);
        if (!rate) throw new RateUnavailableError(pair);
        return code === from ? rate : { ...rate, ratio: invertRatio(rate.ratio) };
      });
      return {
        pair,
        ratio: legs.reduce((product, leg) => multiplyRatios(product, leg.ratio), ONE),
        observedAt: new Date(Math.min(...legs.map(({ observedAt }) => observedAt.getTime()))),
        sources: [...new Set(legs.flatMap((leg) => leg.sources))],
      };
    },
  };
}
