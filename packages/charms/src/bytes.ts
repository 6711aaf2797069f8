import { bytesToHex, hexToBytes as decodeHex } from '@noble/hashes/utils.js';
import { CharmsError } from './errors.ts';

/** Lower-case hexadecimal, two digits a byte, no `0x`. */
export type Hex = string;

const HEX_PAIRS = /^(?:[0-9a-f]{2})*$/;

export { bytesToHex };

/**
 * The same bytes as a plain Uint8Array. Node's Buffer is a subclass whose `slice` shares memory where
 * a Uint8Array copies: code that reverses a slice would write to its caller's bytes.
 * @throws CharmsError `ARGUMENT_INVALID` for anything else
 */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  if (!(bytes instanceof Uint8Array)) throw new CharmsError('ARGUMENT_INVALID', 'expected a Uint8Array');
  if (bytes.constructor === Uint8Array) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** @throws CharmsError `HEX_INVALID` */
export function hexToBytes(hex: Hex): Uint8Array {
  if (!HEX_PAIRS.test(hex)) throw new CharmsError('HEX_INVALID', 'expected lower-case hexadecimal');
  return decodeHex(hex);
}

/** Big-endian unsigned integer of at least one byte. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes)}`);
}
