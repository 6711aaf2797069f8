import * as ecc from '@bitcoinerlab/secp256k1';
import { crypto } from 'bitcoinjs-lib';
import { InvalidInputError } from '../../platform/errors/index.ts';
import type { SignerAddress } from './address.ts';

/**
 * Checks that a wallet's public key is the one behind its address, and gives it as it is stored: in hex, 33
 * bytes for p2wpkh, 32 (the internal key) for p2tr.
 * @throws InvalidInputError when it is no key, or the key of another address.
 */
export function readPublicKey(signer: SignerAddress, text: string): string {
  const bytes = /^(?:[0-9a-fA-F]{2}){32,33}$/.test(text) ? Buffer.from(text, 'hex') : undefined;
  if (bytes) {
    if (signer.kind === 'p2wpkh' && derivesKeyHash(bytes, signer.program)) return bytes.toString('hex');
    // Wallets tell the internal key with the byte for its sign, or without.
    const internal = bytes.length === 33 && (bytes[0] === 2 || bytes[0] === 3) ? bytes.subarray(1) : bytes;
    if (signer.kind === 'p2tr' && derivesOutputKey(internal, signer.program)) return internal.toString('hex');
  }
  throw new InvalidInputError('publicKey', 'the public key of this address, in hex');
}

function derivesKeyHash(publicKey: Uint8Array, program: Uint8Array): boolean {
  return (
    publicKey.length === 33 &&
    ecc.isPoint(publicKey) &&
    Buffer.compare(crypto.hash160(publicKey), program) === 0
  );
}

/** BIP-341: the output key is the internal key tweaked by its own tagged hash, where there is no script tree. */
function derivesOutputKey(internal: Uint8Array, program: Uint8Array): boolean {
  if (internal.length !== 32 || !ecc.isXOnlyPoint(internal)) return false;
  const tweaked = ecc.xOnlyPointAddTweak(internal, crypto.taggedHash('TapTweak', internal));
  return tweaked !== null && Buffer.compare(tweaked.xOnlyPubkey, program) === 0;
}
