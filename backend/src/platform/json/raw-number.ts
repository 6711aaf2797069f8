/** What `JSON.rawJSON` makes: written into JSON as it stands. ECMAScript 2026, not in TypeScript's library. */
interface RawJson {
  readonly rawJSON: string;
}

const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(text: string): RawJson;
  isRawJSON(value: unknown): value is RawJson;
};

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * A number that `JSON.stringify` writes with exactly these digits.
 * @throws RangeError when the text is not a number of JSON
 */
export function rawNumber(text: string): RawJson {
  if (!NUMBER.test(text)) throw new RangeError(`not a number of JSON: ${text.slice(0, 40)}`);
  return rawJSON(text);
}

export { isRawJSON as isRawNumber };
