/**
 * How large a GraphQL document may be. The first group is checked on the bare syntax, before validation:
 * graphql-js compares every pair of fields of one name, so a document of a few kilobytes could otherwise
 * keep a processor busy for seconds. The queries of the frontend stay below half of each limit.
 */
export const DOCUMENT_LIMITS = {
  /** Characters of the source text. */
  characters: 20_000,
  tokens: 2_000,
  /** Fields written down anywhere in the document. */
  fields: 300,
  /** Levels of fields below the operation, fragments included. */
  depth: 12,
  aliases: 30,
  directives: 20,
  fragments: 20,
  operations: 10,
  /** Fields that carry one response name within one selection set. */
  repeats: 3,
  /** Fields of the operation itself, such as `plan` and `me`. */
  rootFields: 20,
} as const;

/**
 * How much one operation may ask for: every field counts 1, times the `first` of each list around it. So it
 * is a bound on the number of values in the answer.
 */
export const COST_LIMIT = 20_000;

/**
 * Fields of an operation, with its fragments written out, up to which it is compiled: code takes a millisecond and two
 * kilobytes for each. The queries of the frontend stay below a third.
 */
export const COMPILED_FIELDS = 300;

/** What a list without `first` counts for: such lists are short by design (lines of an invoice, roles). */
export const PLAIN_LIST_FACTOR = 10;

/** Live operations of one connection, and connections of one internet address. */
export const LIVE_LIMITS = {
  operationsPerConnection: 50,
  connectionsPerAddress: 50,
  connections: 10_000,
  messageBytes: 100_000,
} as const;

/** Bytes of a request body. The largest that is needed is a signed PSBT. */
export const BODY_LIMIT_BYTES = 500_000;
