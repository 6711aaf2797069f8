import type { Service } from '../http/serve.ts';
import { crossPrice } from './market.ts';
import type { SourceControl } from './source-control.ts';

const ASSET_OF_ID: ReadonlyMap<string, string> = new Map([
  ['bitcoin', 'BTC'],
  ['ethereum', 'ETH'],
  ['usd-coin', 'USDC'],
  ['tether', 'USDT'],
  ['paypal-usd', 'PYUSD'],
  ['euro-coin', 'EURC'],
]);
const PLACES = 12;

/**
 * CoinGecko's `GET /api/v3/simple/price?ids=…&vs_currencies=…`: prices are numbers, ids and currencies that it
 * does not know are left out. https://docs.coingecko.com/v3.0.1/reference/simple-price
 */
export function coinGeckoService(control: SourceControl): Service {
  return {
    notFound: { status: 404, body: { error: 'Incorrect path. Please check https://www.coingecko.com/api/' } },
    operationOf: ({ method, path }) =>
      method === 'GET' && path === '/api/v3/simple/price' ? 'GET /simple/price' : undefined,
    answer(_operation, { query }) {
      control.countRequest();
      const currencies = (query.get('vs_currencies') ?? '').split(',').filter(Boolean);
      if (currencies.length === 0) {
        return { status: 422, body: { error: 'Missing parameter vs_currencies' } };
      }
      const body: Record<string, Record<string, number>> = {};
      for (const id of (query.get('ids') ?? '').split(',')) {
        const usd = control.usd(ASSET_OF_ID.get(id) ?? '');
        if (usd === undefined) continue;
        const prices: Record<string, number> = {};
        for (const currency of currencies) {
          const currencyUsd = control.usd(currency.toUpperCase());
          if (currencyUsd !== undefined) prices[currency] = Number(crossPrice(usd, currencyUsd, PLACES));
        }
        if (query.get('include_last_updated_at') === 'true') {
          prices.last_updated_at = Math.floor(control.updatedAt.getTime() / 1_000);
        }
        body[id] = prices;
      }
      return { status: 200, body };
    },
  };
}
