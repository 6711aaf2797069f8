type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Reads JSON with every number as the text it was written as. @throws SyntaxError */
export function parseJson(text: string): unknown {
  const revive: Reviver = (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? source : value;
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

/** An object's fields that are text or were numbers; nothing when it is no object. */
export function textFields(body: unknown): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  if (typeof body !== 'object' || body === null) return fields;
  for (const [name, value] of Object.entries(body)) if (typeof value === 'string') fields.set(name, value);
  return fields;
}
