import { type RatesSimulator, startRates } from '@charmbills/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../platform/clock.ts';
import { loadConfig } from '../platform/config/index.ts';
import { silentLogger } from '../platform/logging/index.ts';
import { ratio, ratioFromDecimal } from '../platform/money/index.ts';
import { createRateSources, createRates, type Rates, type RatesOptions, refreshRatesJob } from './index.ts';

let clock: ManualClock;
let world: RatesSimulator;
beforeEach(async () => {
  clock = new ManualClock(new Date('2026-03-01T12:00:00Z'));
  world = await startRates({ clock });
});
afterEach(() => world.close());

function sources(names = 'coingecko,kraken,coinbase') {
  const config = loadConfig({
    DATABASE_URL: 'postgresql://localhost/none',
    JWT_SECRET: 'x'.repeat(32),
    ENCRYPTION_KEY: 'another secret of at least 32 characters',
    RPC_URL: 'http://localhost:1',
    PROVER_API_URL: 'http://localhost:1',
    RATE_SOURCES: names,
    RATE_MIN_SOURCES: '1',
    COINGECKO_API_URL: world.coingecko.url,
    KRAKEN_API_URL: world.kraken.url,
    COINBASE_API_URL: `${world.coinbase.url}/`,
  });
  return createRateSources(config, clock);
}

function rates(options: Partial<RatesOptions> = {}): Rates {
  return createRates({
    sources: sources(),
    clock,
    logger: silentLogger,
    staleSeconds: 300,
    refreshSeconds: 30,
    minSources: 2,
    maxDeviationBps: 200,
    pegs: { USDB: 'USD' },
    ...options,
  });
}

const requests = () =>
  [world.coingecko, world.kraken].reduce((sum, { control }) => sum + control.requests, 0);
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'a rate',
    (error: { code?: string }) => error.code,
  );

test('three sources that speak differently give one exact rate', async () => {
  expect(await rates().rate('BTC', 'USD')).toEqual({
    pair: { base: 'BTC', quote: 'USD' },
    ratio: ratio(60_000n, 1n),
    observedAt: clock.now(),
    sources: ['coingecko', 'kraken', 'coinbase'],
  });
});

test.each([
  ['ETH', 'USD', '2500'],
  ['USDT', 'USD', '0.9995'],
  ['PYUSD', 'USD', '1.0001'],
  ['EURC', 'USD', '1.1005'],
  ['EUR', 'USD', '1.1'],
  ['BTC', 'ETH', '24'],
  ['USDC', 'USDB', '1'],
  ['USDB', 'USD', '1'],
  ['USD', 'USD', '1'],
])('one %s is %s %s', async (base, quote, expected) => {
  const { ratio: found } = await rates().rate(base, quote);
  // CoinGecko's fiat rate is derived from two prices of twelve decimals each: near, not equal.
  const wanted = ratioFromDecimal(expected);
  const difference = found.numerator * wanted.denominator - wanted.numerator * found.denominator;
  const size = difference < 0n ? -difference : difference;
  expect(size * 1_000_000_000n <= wanted.numerator * found.denominator).toBe(true);
});

test('there and back are exactly each other’s inverse', async () => {
  const all = rates();
  const there = await all.rate('ETH', 'EUR');
  const back = await all.rate('EUR', 'ETH');
  expect(back.ratio).toEqual({ numerator: there.ratio.denominator, denominator: there.ratio.numerator });
});

test('a currency without a price is refused as input', async () => {
  expect(await failure(rates().rate('DOGE', 'USD'))).toBe('INVALID_INPUT');
  expect(await failure(rates().rate('USD', 'toString'))).toBe('INVALID_INPUT');
});

test('sources are asked once for many callers, and again only after a while', async () => {
  const all = rates();
  await Promise.all(Array.from({ length: 20 }, () => all.rate('BTC', 'USD')));
  expect(requests()).toBe(2);
  clock.advanceBy(29_999);
  await all.rate('ETH', 'USD');
  expect(requests()).toBe(2);
  clock.advanceBy(1);
  world.market.set('BTC', '61000');
  expect((await all.rate('BTC', 'USD')).ratio).toEqual(ratio(60_000n, 1n));
  await all.refresh();
  expect((await all.rate('BTC', 'USD')).ratio).toEqual(ratio(61_000n, 1n));
});

test('one source that lies, fails or stands still changes nothing', async () => {
  const all = rates();
  world.kraken.control.lie('BTC', '1');
  const lied = await all.refresh();
  expect(lied.find(({ pair }) => pair.base === 'BTC')).toMatchObject({
    outliers: ['kraken'],
    agreed: { ratio: ratio(60_000n, 1n), sources: ['coingecko', 'coinbase'] },
  });
  world.kraken.control.recover();
  for (const fault of ['drop', 'garbage', 'huge', { status: 500 }, { status: 429 }] as const) {
    world.coinbase.control.fault(fault, { times: 100 });
    await all.refresh();
    expect((await all.rate('BTC', 'USD')).sources).toEqual(['coingecko', 'kraken']);
    world.coinbase.control.recover();
  }
  world.coingecko.control.freeze();
  clock.advanceBy(301_000);
  world.market.move('BTC', 1_000);
  await all.refresh();
  expect(await all.rate('BTC', 'USD')).toMatchObject({
    ratio: ratio(66_000n, 1n),
    sources: ['kraken', 'coinbase'],
  });
});

test('with all sources away the last good rate serves until it is too old, and then nothing does', async () => {
  const all = rates();
  const good = await all.rate('BTC', 'USD');
  for (const { control } of [world.coingecko, world.kraken, world.coinbase]) {
    control.fault({ status: 503 }, { times: 1_000 });
  }
  clock.advanceBy(300_000);
  await all.refresh();
  expect(await all.rate('BTC', 'USD')).toEqual(good);
  clock.advanceBy(1);
  expect(await failure(all.rate('BTC', 'USD'))).toBe('RATE_UNAVAILABLE');
  expect(all.lastGood()).toContainEqual(good);

  const before = requests();
  expect(await failure(all.rate('BTC', 'USD'))).toBe('RATE_UNAVAILABLE');
  expect(requests()).toBe(before);
  for (const { control } of [world.coingecko, world.kraken, world.coinbase]) control.recover();
  clock.advanceBy(5_999);
  expect((await all.rate('BTC', 'USD')).observedAt).toEqual(clock.now());
});

test('when the market jumps for all, the rate jumps too', async () => {
  const all = rates();
  await all.rate('BTC', 'USD');
  world.market.move('BTC', -5_000);
  await all.refresh();
  expect((await all.rate('BTC', 'USD')).ratio).toEqual(ratio(30_000n, 1n));
});

test('a market that Kraken has closed does not cost it the others', async () => {
  const [kraken] = sources('kraken');
  const pairs = ['BTC', 'ETH'].map((base) => ({ base, quote: 'USD' }));
  world.kraken.control.fault({ status: 200, body: { error: ['EQuery:Unknown asset pair'] } }, { times: 2 });
  const found = await kraken?.fetch(pairs);
  expect(found?.map(({ pair }) => pair.base)).toEqual(['ETH']);
});

test.each([
  ['kraken', { error: [], result: { XXBTZUSD: { a: ['1'], b: ['2'] } } }, 'a bid is above its ask'],
  ['kraken', { error: [], result: { XXBTZUSD: { a: ['0'], b: ['0'] } } }, 'a price is no positive number'],
  ['kraken', { error: ['EService:Unavailable'] }, 'EService:Unavailable'],
  ['kraken', { result: 1 }, 'unexpected answer'],
  ['coingecko', { bitcoin: { usd: -1, last_updated_at: 1 } }, 'a price is no positive number'],
  ['coingecko', [], 'unexpected answer'],
  ['coinbase', { data: { currency: 'ETH', rates: {} } }, 'unexpected answer'],
  ['coinbase', { data: { currency: 'BTC', rates: { USD: 'NaN' } } }, 'a price is no positive number'],
] as const)('%s answering %j is a failure of that source', async (name, body, reason) => {
  const [source] = sources(name);
  world[name].control.fault({ status: 200, body });
  await expect(source?.fetch([{ base: 'BTC', quote: 'USD' }])).rejects.toMatchObject({
    source: name,
    reason,
  });
});

test('prices in exponents and with many digits are read exactly', async () => {
  const [coingecko] = sources('coingecko');
  world.coingecko.control.fault({
    status: 200,
    body: { bitcoin: { usd: 1e-7, last_updated_at: 1_772_366_390 } },
  });
  expect(await coingecko?.fetch([{ base: 'BTC', quote: 'USD' }])).toEqual([
    {
      pair: { base: 'BTC', quote: 'USD' },
      ratio: ratio(1n, 10_000_000n),
      observedAt: new Date('2026-03-01T11:59:50Z'),
    },
  ]);
});

test('a clock of a source that goes ahead does not make a price last longer', async () => {
  const [coingecko] = sources('coingecko');
  world.coingecko.control.fault({
    status: 200,
    body: { bitcoin: { usd: 1, last_updated_at: 9_999_999_999 } },
  });
  const [observed] = (await coingecko?.fetch([{ base: 'BTC', quote: 'USD' }])) ?? [];
  expect(observed?.observedAt).toEqual(clock.now());
});

test('the job refreshes', async () => {
  const all = rates();
  const job = refreshRatesJob(all);
  await job.handler({}, { signal: new AbortController().signal, jobId: 'job' });
  expect(all.lastGood()).toHaveLength(7);
});
