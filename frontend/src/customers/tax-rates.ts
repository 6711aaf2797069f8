import { parseMoney, toDecimal } from '../format/money.ts';
import type { TaxRateInput } from './customers.generated.ts';

/** A tax as it is being typed: its rate in percent. */
export interface DraftTax {
  readonly key: number;
  readonly name: string;
  readonly percent: string;
  readonly included: boolean;
}

/** A percent is ten thousand parts per million. */
const DECIMALS = 4;
const MOST_PPM = 1_000_000n;

/** The rate that was typed; undefined when it is none. */
export function toTaxRate({ name, percent, included }: DraftTax): TaxRateInput | undefined {
  const ppm = parseMoney(percent, DECIMALS);
  if (name.trim() === '' || ppm === undefined || ppm > MOST_PPM) return undefined;
  return { name: name.trim(), ratePpm: Number(ppm), included };
}

/** A rate as one types it: 77,000 parts per million are `7.7`. */
export function toDraftTax({ name, ratePpm, included }: TaxRateInput, key: number): DraftTax {
  const percent = toDecimal(BigInt(ratePpm), DECIMALS).replace(/\.?0+$/, '');
  return { key, name, percent, included };
}
