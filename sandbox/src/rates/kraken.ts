import { scaled, unscaled } from '../amounts.ts';
import type { Service } from '../http/serve.ts';
import { crossPrice } from './market.ts';
import type { SourceControl } from './source-control.ts';

/** Asked for by the short name, answered under Kraken's own. */
const PAIRS: ReadonlyMap<string, { readonly name: string; readonly base: string; readonly quote: string }> =
  new Map([
    ['XBTUSD', { name: 'XXBTZUSD', base: 'BTC', quote: 'USD' }],
    ['XBTEUR', { name: 'XXBTZEUR', base: 'BTC', quote: 'EUR' }],
    ['ETHUSD', { name: 'XETHZUSD', base: 'ETH', quote: 'USD' }],
    ['USDTUSD', { name: 'USDTZUSD', base: 'USDT', quote: 'USD' }],
    ['USDCUSD', { name: 'USDCUSD', base: 'USDC', quote: 'USD' }],
    ['PYUSDUSD', { name: 'PYUSDUSD', base: 'PYUSD', quote: 'USD' }],
    ['EURCUSD', { name: 'EURCUSD', base: 'EURC', quote: 'USD' }],
    ['EURUSD', { name: 'ZEURZUSD', base: 'EUR', quote: 'USD' }],
  ]);
const PLACES = 5;
/** Half the distance between the best bid and the best ask: the smallest step of a price. */
const HALF_SPREAD = scaled('0.00001');

const fixed = (price: bigint) => {
  const [whole = '0', fraction = ''] = unscaled(price).split('.');
  return `${whole}.${fraction.padEnd(PLACES, '0')}`;
};

/**
 * Kraken's `GET /0/public/Ticker?pair=…`: prices are text, one unknown pair makes the whole answer an error,
 * and errors come with status 200. There is no time in it.
 * https://docs.kraken.com/api/docs/rest-api/get-ticker-information
 */
export function krakenService(control: SourceControl): Service {
  return {
    notFound: { status: 404, body: { error: ['EGeneral:Unknown method'] } },
    operationOf: ({ method, path }) =>
      method === 'GET' && path === '/0/public/Ticker' ? 'GET /Ticker' : undefined,
    answer(_operation, { query }) {
      control.countRequest();
      const result: Record<string, unknown> = {};
      for (const asked of (query.get('pair') ?? '').split(',')) {
        const pair = PAIRS.get(asked);
        const baseUsd = pair && control.usd(pair.base);
        const quoteUsd = pair && control.usd(pair.quote);
        if (!pair || baseUsd === undefined || quoteUsd === undefined) {
          return { status: 200, body: { error: ['EQuery:Unknown asset pair'] } };
        }
        const price = scaled(crossPrice(baseUsd, quoteUsd, PLACES));
        const last = fixed(price);
        result[pair.name] = {
          a: [fixed(price + HALF_SPREAD), '1', '1.000'],
          b: [fixed(price - HALF_SPREAD), '1', '1.000'],
          c: [last, '0.00067643'],
          v: ['4083.67001100', '4412.73601799'],
          p: [last, last],
          t: [34_619, 38_907],
          l: [last, last],
          h: [last, last],
          o: last,
        };
      }
      return { status: 200, body: { error: [], result } };
    },
  };
}
