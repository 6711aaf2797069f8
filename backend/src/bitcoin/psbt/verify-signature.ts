import { crypto, payments, script as scripts, Transaction } from 'bitcoinjs-lib';
import { scriptType } from '../address/script-type.ts';
import { ecc } from '../network.ts';
import type { Prevout } from './prevout.ts';

/** What an input may be signed with, as a PSBT or a finished witness brings it. */
export type Signature =
  | { readonly kind: 'ecdsa'; readonly signature: Uint8Array; readonly publicKey: Uint8Array }
  | { readonly kind: 'schnorr'; readonly signature: Uint8Array };

const SCHNORR_BYTES = 64;

/**
 * The witness of an input, if a signature is valid for it and commits to the whole transaction: sighash ALL,
 * or taproot's DEFAULT, which signs the same. Anything less would let outputs be exchanged after signing.
 */
export function verifiedWitness(
  transaction: Transaction,
  index: number,
  prevouts: readonly Prevout[],
  signature: Signature,
): Uint8Array[] | undefined {
  const prevout = prevouts[index];
  if (prevout === undefined) return undefined;
  const type = scriptType(prevout.script);
  if (type === 'p2wpkh' && signature.kind === 'ecdsa') {
    return verifiedKeyHash(transaction, index, prevout, signature);
  }
  if (type === 'p2tr' && signature.kind === 'schnorr') {
    return verifiedKeyPath(transaction, index, prevouts, signature.signature);
  }
  return undefined;
}

/** Pay to witness public key hash (BIP 141, 143): a strict DER, low-S signature and a compressed key. */
function verifiedKeyHash(
  transaction: Transaction,
  index: number,
  { script, amountSats }: Prevout,
  { signature, publicKey }: { signature: Uint8Array; publicKey: Uint8Array },
): Uint8Array[] | undefined {
  const program = script.subarray(2);
  if (!ecc.isPointCompressed(publicKey) || Buffer.compare(crypto.hash160(publicKey), program) !== 0) {
    return undefined;
  }
  const decoded = decodeEcdsa(signature);
  if (decoded?.hashType !== Transaction.SIGHASH_ALL) return undefined;
  const scriptCode = payments.p2pkh({ hash: program }).output;
  if (scriptCode === undefined) return undefined;
  const message = transaction.hashForWitnessV0(index, scriptCode, amountSats, decoded.hashType);
  const strict = true;
  return ecc.verify(message, publicKey, decoded.signature, strict) ? [signature, publicKey] : undefined;
}

/** Taproot key path (BIP 341): 64 bytes for DEFAULT, one more that says ALL. */
function verifiedKeyPath(
  transaction: Transaction,
  index: number,
  prevouts: readonly Prevout[],
  signature: Uint8Array,
): Uint8Array[] | undefined {
  const hashType =
    signature.length === SCHNORR_BYTES ? Transaction.SIGHASH_DEFAULT : signature[SCHNORR_BYTES];
  const wellFormed =
    signature.length === SCHNORR_BYTES ||
    (signature.length === SCHNORR_BYTES + 1 && hashType === Transaction.SIGHASH_ALL);
  const outputKey = prevouts[index]?.script.subarray(2);
  if (!wellFormed || hashType === undefined || outputKey === undefined) return undefined;
  const message = transaction.hashForWitnessV1(
    index,
    prevouts.map(({ script }) => script),
    prevouts.map(({ amountSats }) => amountSats),
    hashType,
  );
  const valid =
    ecc.isXOnlyPoint(outputKey) &&
    ecc.verifySchnorr(message, outputKey, signature.subarray(0, SCHNORR_BYTES));
  return valid ? [signature] : undefined;
}

function decodeEcdsa(signature: Uint8Array): { signature: Uint8Array; hashType: number } | undefined {
  try {
    return scripts.signature.decode(signature);
  } catch {
    return undefined;
  }
}
