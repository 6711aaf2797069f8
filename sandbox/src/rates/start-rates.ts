import { type Clock, systemClock } from '../clock.ts';
import { type Service, serve } from '../http/serve.ts';
import { coinbaseService } from './coinbase.ts';
import { coinGeckoService } from './coingecko.ts';
import { krakenService } from './kraken.ts';
import { Market } from './market.ts';
import { SourceControl } from './source-control.ts';

export interface RatesOptions {
  readonly clock?: Clock;
  readonly host?: string;
  /** Free ports where there is none, or 0. */
  readonly ports?: { readonly coingecko?: number; readonly kraken?: number; readonly coinbase?: number };
}

export interface SimulatedSource {
  /** Base URL, as the variable of that source has it: `COINGECKO_API_URL` and so on. */
  readonly url: string;
  readonly control: SourceControl;
}

export interface RatesSimulator {
  /** The prices that honest sources tell. */
  readonly market: Market;
  readonly coingecko: SimulatedSource;
  readonly kraken: SimulatedSource;
  readonly coinbase: SimulatedSource;
  close(): Promise<void>;
}

/** Three public sources of exchange rates on one market, each with its own way of speaking and failing. */
export async function startRates(options: RatesOptions = {}): Promise<RatesSimulator> {
  const { clock = systemClock, host = '127.0.0.1', ports = {} } = options;
  const market = new Market();
  const closing: (() => Promise<void>)[] = [];

  async function start(service: (control: SourceControl) => Service, port: number | undefined, path: string) {
    const control = new SourceControl(market, clock);
    const serving = await serve(service(control), control.faults, { host, port: port ?? 0 });
    closing.push(serving.close);
    return { url: serving.url + path, control };
  }

  return {
    market,
    coingecko: await start(coinGeckoService, ports.coingecko, '/api/v3'),
    kraken: await start(krakenService, ports.kraken, '/0/public'),
    coinbase: await start(coinbaseService, ports.coinbase, '/v2'),
    async close() {
      await Promise.all(closing.map((close) => close()));
    },
  };
}
