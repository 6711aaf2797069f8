import { assertCanonical } from './canonical.ts';
import type { Data } from './data.ts';
import { CborReader } from './reader.ts';
import { CborWriter } from './writer.ts';

export { assertCanonical } from './canonical.ts';
export type { Data } from './data.ts';
export { CborReader } from './reader.ts';
export { CborWriter } from './writer.ts';

/**
 * CBOR as ciborium writes it: definite lengths, shortest heads, map entries in the order given.
 * @throws CharmsError for anything outside {@link Data}
 */
export function encodeData(data: Data): Uint8Array {
  const writer = new CborWriter();
  writer.data(data);
  return writer.finish();
}

/**
 * The inverse of {@link encodeData}, and of nothing else: another spelling of the same value
 * (longer integers, repeated keys, indefinite lengths, tags) is refused.
 * @throws CharmsError `CBOR_*`
 */
export function decodeData(bytes: Uint8Array): Data {
  const reader = new CborReader(bytes);
  const data = reader.data();
  reader.end();
  assertCanonical(bytes, encodeData(data));
  return data;
}
