/** What savings in a currency earn from a UTC day on, until a later one. */
export interface SavingsRate {
  readonly currency: string;
  readonly fromDay: Date;
  /** Parts per million a year: 50,000 are 5 %. */
  readonly ratePpm: number;
}

export const MAX_RATE_PPM = 1_000_000;

/** The rate of a currency on a day: nothing before the first. Rates are in the order of their days. */
export function ratePpmOn(rates: readonly SavingsRate[], currency: string, day: Date): number {
  const current = rates.findLast((rate) => rate.currency === currency && rate.fromDay <= day);
  return current?.ratePpm ?? 0;
}
