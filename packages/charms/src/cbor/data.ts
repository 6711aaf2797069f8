/**
 * What a charm, a public input or a contract's argument may hold: the CBOR data model without tags,
 * `undefined` and indefinite lengths.
 *
 * Integers are always `bigint` (−2⁶⁴ … 2⁶⁴ − 1); a `number` is a float and never integral, so a
 * forgotten `n` is an error and not another encoding. Maps keep the order of their entries, because
 * the encoding is byte-exact and ciborium does not sort.
 */
export type Data =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | readonly Data[]
  | ReadonlyMap<Data, Data>;

/** Major types of RFC 8949, section 3.1. */
export const MAJOR = { uint: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, simple: 7 } as const;

/** Low five bits of the simple values and floats this package knows (RFC 8949, section 3.3). */
export const SIMPLE = { false: 20, true: 21, null: 22, float16: 25, float32: 26, float64: 27 } as const;

/** Bounds on hostile input, far above anything a real spell or contract holds. */
export const LIMITS = {
  /** The prover takes bodies of at most 32 MiB. */
  bytes: 32 * 1024 * 1024,
  /** A standard transaction has at most 100,000 virtual bytes and an item takes at least one. */
  items: 100_000,
  depth: 128,
} as const;
