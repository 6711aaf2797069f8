import type { Service } from '../http/serve.ts';
import { crossPrice } from './market.ts';
import type { SourceControl } from './source-control.ts';

const PLACES = 12;

/**
 * Coinbase's `GET /v2/exchange-rates?currency=…`: what one unit of the currency is in every other, as text.
 * There is no time in it. https://docs.cdp.coinbase.com/coinbase-app/track-apis/exchange-rates
 */
export function coinbaseService(control: SourceControl): Service {
  return {
    notFound: { status: 404, body: { errors: [{ id: 'not_found', message: 'Not found' }] } },
    operationOf: ({ method, path }) =>
      method === 'GET' && path === '/v2/exchange-rates' ? 'GET /exchange-rates' : undefined,
    answer(_operation, { query }) {
      control.countRequest();
      const currency = query.get('currency') ?? 'USD';
      const usd = control.usd(currency);
      if (usd === undefined) {
        return { status: 400, body: { errors: [{ id: 'invalid_request', message: 'Currency is invalid' }] } };
      }
      const rates: Record<string, string> = {};
      for (const asset of control.assets) {
        const assetUsd = control.usd(asset);
        if (assetUsd !== undefined) rates[asset] = crossPrice(usd, assetUsd, PLACES);
      }
      return { status: 200, body: { data: { currency, rates } } };
    },
  };
}
