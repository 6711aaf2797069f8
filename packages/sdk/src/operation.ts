declare const types: unique symbol;

/** A GraphQL operation as text, with the types of what it takes and answers. */
export interface Operation<Data, Variables> {
  readonly text: string;
  readonly [types]?: (variables: Variables) => Data;
}

/** An operation of your own: `operation<{ me: { id: string } }, object>('{ me { id } }')`. */
export function operation<Data, Variables>(text: string): Operation<Data, Variables> {
  return { text };
}
