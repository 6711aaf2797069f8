/** What the JSON of a node becomes; see {@link parseExactJson}. */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * Parses JSON without losing a digit: whole numbers are `number` where that is exact and `bigint` beyond, and
 * numbers with a fraction stay the text they were written as, since amounts of money are among them.
 * @throws SyntaxError
 */
export function parseExactJson(text: string): unknown {
  const revive: Reviver = (_key, value, { source }) => {
    if (
      typeof value !== 'number' ||
      source === undefined ||
      (Number.isSafeInteger(value) && isWhole(source))
    ) {
      return value;
    }
    return isWhole(source) ? BigInt(source) : source;
  };
  // The third argument (ECMAScript 2026, "JSON.parse source text access") is not in TypeScript's library yet.
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

function isWhole(source: string): boolean {
  return /^-?\d+$/.test(source);
}
