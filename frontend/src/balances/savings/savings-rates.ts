interface Rate {
  readonly currency: string;
  /** The UTC day it begins with, ISO 8601. */
  readonly fromDay: string;
  readonly ratePpm: number;
}

/** The rate of each currency today, and the next one that is announced for it. */
export function ratesOf(rates: readonly Rate[], currency: string, now: Date) {
  const own = rates
    .filter((each) => each.currency === currency)
    .sort((a, b) => Date.parse(a.fromDay) - Date.parse(b.fromDay));
  return {
    ratePpm: own.findLast(({ fromDay }) => Date.parse(fromDay) <= now.getTime())?.ratePpm ?? 0,
    next: own.find(({ fromDay }) => Date.parse(fromDay) > now.getTime()),
  };
}
