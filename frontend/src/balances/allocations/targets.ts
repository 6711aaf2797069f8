/** Targets together are exactly this many hundredths of a percent. */
export const WHOLE_BPS = 10_000;

/** A percentage as people write it, `33.33`, in hundredths of a percent; undefined when it is none or finer than that. */
export function parsePercent(text: string): number | undefined {
  const [, whole, fraction = ''] = /^\s*(\d{1,3})(?:[.,](\d{0,2}))?\s*$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const bps = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return bps <= WHOLE_BPS ? bps : undefined;
}

export interface Targets {
  /** What there is for each currency, those of nothing left out; undefined while one of the texts is no percentage. */
  readonly targets: readonly { readonly currency: string; readonly bps: number }[] | undefined;
  /** What those that can be read add up to. */
  readonly sumBps: number;
}

/** What is written beside each currency, empty being nothing. */
export function readTargets(texts: Readonly<Record<string, string>>): Targets {
  const read = Object.entries(texts).map(([currency, text]) => ({
    currency,
    bps: text.trim() === '' ? 0 : parsePercent(text),
  }));
  const known = read.flatMap(({ currency, bps }) => (bps === undefined ? [] : [{ currency, bps }]));
  return {
    targets: known.length === read.length ? known.filter(({ bps }) => bps > 0) : undefined,
    sumBps: known.reduce((sum, { bps }) => sum + bps, 0),
  };
}
