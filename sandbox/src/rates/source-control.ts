import { scaled, unscaled } from '../amounts.ts';
import type { Clock } from '../clock.ts';
import type { Fault, FaultOptions } from '../http/faults.ts';
import { Faults } from '../http/faults.ts';
import type { Market } from './market.ts';

/** What one source says, and how it fails. */
export class SourceControl {
  readonly faults = new Faults();
  readonly #market: Market;
  readonly #clock: Clock;
  readonly #lies = new Map<string, string>();
  #frozen: { readonly prices: ReadonlyMap<string, string>; readonly at: Date } | undefined;
  #requests = 0;

  constructor(market: Market, clock: Clock) {
    this.#market = market;
    this.#clock = clock;
  }

  /** Requests that were answered, or failed as planned. */
  get requests(): number {
    return this.#requests;
  }

  countRequest(): void {
    this.#requests++;
  }

  /** US dollars for one, as this source has it; undefined for what it does not know. */
  usd(asset: string): string | undefined {
    return this.#lies.get(asset) ?? (this.#frozen ? this.#frozen.prices.get(asset) : this.#market.usd(asset));
  }

  get assets(): readonly string[] {
    return this.#market.assets;
  }

  /** When its prices were last brought up to date. */
  get updatedAt(): Date {
    return this.#frozen?.at ?? this.#clock.now();
  }

  /** Says another price from now on, whatever the market does. */
  lie(asset: string, usd: string): void {
    this.#lies.set(asset, unscaled(scaled(usd)));
  }

  /** Keeps its prices and their time as they are now. */
  freeze(): void {
    const prices = new Map<string, string>();
    for (const asset of this.assets) prices.set(asset, this.usd(asset) ?? '0');
    this.#frozen = { prices, at: this.#clock.now() };
  }

  /** Follows the market again, without faults. */
  recover(): void {
    this.#frozen = undefined;
    this.#lies.clear();
    this.faults.clear();
  }

  /** Plans a fault for its next requests. */
  fault(fault: Fault, options?: FaultOptions): void {
    this.faults.add('*', fault, options);
  }
}
