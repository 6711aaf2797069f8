import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RatesSimulator, startRates } from './start-rates.ts';

let now: Date;
let rates: RatesSimulator;
beforeEach(async () => {
  now = new Date('2026-03-01T12:00:00Z');
  rates = await startRates({ clock: { now: () => now } });
});
afterEach(() => rates.close());

const get = async (url: string) => {
  const response = await fetch(url);
  return [response.status, await response.json()] as [number, unknown];
};

test('each source speaks in its own way', async () => {
  const [, gecko] = await get(
    `${rates.coingecko.url}/simple/price?ids=bitcoin,nothing&vs_currencies=usd,eur&include_last_updated_at=true`,
  );
  expect(gecko).toEqual({
    bitcoin: { usd: 60_000, eur: expect.closeTo(54_545.4545, 3), last_updated_at: now.getTime() / 1_000 },
  });
  const [, kraken] = await get(`${rates.kraken.url}/Ticker?pair=XBTUSD`);
  expect(kraken).toMatchObject({
    error: [],
    result: {
      XXBTZUSD: {
        a: ['60000.00001', '1', '1.000'],
        b: ['59999.99999', '1', '1.000'],
        c: ['60000.00000', '0.00067643'],
      },
    },
  });
  const [, coinbase] = await get(`${rates.coinbase.url}/exchange-rates?currency=BTC`);
  expect(coinbase).toMatchObject({ data: { currency: 'BTC', rates: { USD: '60000', ETH: '24' } } });
});

test('what a source does not know it refuses as it does in truth', async () => {
  expect(await get(`${rates.kraken.url}/Ticker?pair=XBTUSD,XXXUSD`)).toEqual([
    200,
    { error: ['EQuery:Unknown asset pair'] },
  ]);
  expect((await get(`${rates.coinbase.url}/exchange-rates?currency=XXX`))[0]).toBe(400);
  expect((await get(`${rates.coingecko.url}/simple/price?ids=bitcoin`))[0]).toBe(422);
});

test('the market moves all; a source can lie, stand still and fail on its own', async () => {
  const { market, coinbase, coingecko } = rates;
  const coinbaseUsd = async () =>
    (await get(`${coinbase.url}/exchange-rates?currency=BTC`))[1] as { data: { rates: { USD: string } } };
  coingecko.control.freeze();
  const frozenAt = now.getTime() / 1_000;
  now = new Date(now.getTime() + 600_000);
  market.move('BTC', 250);
  expect((await coinbaseUsd()).data.rates.USD).toBe('61500');
  coinbase.control.lie('BTC', '1');
  expect((await coinbaseUsd()).data.rates.USD).toBe('1');
  const [, frozen] = await get(
    `${coingecko.url}/simple/price?ids=bitcoin&vs_currencies=usd&include_last_updated_at=true`,
  );
  expect(frozen).toEqual({ bitcoin: { usd: 60_000, last_updated_at: frozenAt } });
  coinbase.control.fault({ status: 503 });
  expect((await get(`${coinbase.url}/exchange-rates`))[0]).toBe(503);
  coinbase.control.recover();
  expect((await coinbaseUsd()).data.rates.USD).toBe('61500');
});
