import { exchange, scaled, unscaled } from '../amounts.ts';

/** US dollars for one of each, when the simulators start. */
const FIRST_PRICES: Readonly<Record<string, string>> = {
  BTC: '60000',
  ETH: '2500',
  USDC: '1',
  USDT: '0.9995',
  PYUSD: '1.0001',
  EURC: '1.1005',
  EUR: '1.1',
  USD: '1',
};

/** What everything is worth in truth; each source tells it in its own way. */
export class Market {
  readonly #usd = new Map(Object.entries(FIRST_PRICES));

  get assets(): readonly string[] {
    return [...this.#usd.keys()];
  }

  /** US dollars for one, as decimal text; undefined for what is not traded. */
  usd(asset: string): string | undefined {
    return this.#usd.get(asset);
  }

  set(asset: string, usd: string): void {
    this.#usd.set(asset, unscaled(scaled(usd)));
  }

  /** Moves a price by hundredths of a percent: 150 is 1.5 % up. */
  move(asset: string, basisPoints: number): void {
    const before = this.#usd.get(asset);
    if (before === undefined) throw new RangeError(`${asset} is not traded`);
    this.#usd.set(asset, unscaled((scaled(before) * BigInt(10_000 + basisPoints)) / 10_000n));
  }
}

/** One asset in another, from their prices in US dollars, with up to `places` decimals. */
export function crossPrice(baseUsd: string, quoteUsd: string, places: number): string {
  return unscaled(exchange(scaled('1'), scaled(baseUsd), scaled(quoteUsd), places));
}
