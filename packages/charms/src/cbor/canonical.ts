import { equalBytes } from '../bytes.ts';
import { CharmsError } from '../errors.ts';

/**
 * Requires that decoding lost nothing: what was decoded must encode to the very bytes given.
 * Proofs commit to the encoding, so a second spelling of the same spell must not pass for it.
 */
export function assertCanonical(given: Uint8Array, encodedAgain: Uint8Array): void {
  if (!equalBytes(given, encodedAgain)) {
    throw new CharmsError('CBOR_NOT_CANONICAL', 'not the canonical encoding of what it decodes to');
  }
}
