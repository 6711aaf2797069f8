/** A reviver that sees the text a value was written as; the third argument is in ECMAScript 2026. */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * Parses JSON with every number left as the text it was written as, so that no digit of an amount is lost and
 * an id is the same whether it comes as a number or as a string.
 * @throws SyntaxError
 */
export function parseJsonText(text: string): unknown {
  const revive: Reviver = (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? source : value;
  // TypeScript's library does not know the third argument yet ("JSON.parse source text access").
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}
