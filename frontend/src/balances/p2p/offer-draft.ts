/** A margin as people write it in percent, `-0.5`, in hundredths of a percent; undefined out of -50 to 50. */
export function parseMargin(text: string): number | undefined {
  const [, sign = '', whole, fraction = ''] =
    /^\s*([+-]?)(\d{1,2})(?:[.,](\d{0,2}))?\s*%?\s*$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const bps = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  if (bps > 5_000) return undefined;
  return sign === '-' && bps > 0 ? -bps : bps;
}

/** A price for a whole unit: a decimal number above zero; undefined when it is none. */
export function parsePrice(text: string): string | undefined {
  const price = text.trim().replaceAll(',', '');
  return /^\d{1,15}(\.\d{1,12})?$/.test(price) && /[1-9]/.test(price) ? price : undefined;
}

/** Ways to be paid, one a line, each once. */
export function parseMethods(text: string): readonly string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}
