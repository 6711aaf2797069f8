import * as ecc from '@bitcoinerlab/secp256k1';
import { crypto, payments, script as scripts, Transaction } from 'bitcoinjs-lib';
import type { SignerAddress } from '../address.ts';
import { decodeSignature } from './decode-signature.ts';
import { OP_RETURN, toSign, toSpend } from './message-transactions.ts';

/**
 * Checks a BIP-322 signature, simple or full, of a message by the key of a p2wpkh or p2tr address.
 * Script-path spends, proofs of funds and the legacy format are not accepted: none of them shows that one
 * key signed. Time locks of a full signature are ignored, since the scripts of one key have none.
 */
export function verifyMessage(signer: SignerAddress, message: string, signature: string): boolean {
  const decoded = decodeSignature(signature);
  if (!decoded) return false;
  if (decoded.variant === 'simple') {
    return verifyWitness(signer, toSign(message, signer.script), decoded.witness);
  }
  const transaction = decoded.toSign;
  return (
    isToSign(transaction, message, signer) &&
    verifyWitness(signer, transaction, transaction.ins[0]?.witness ?? [])
  );
}

/** BIP-322, "Verification Process", basic validation of a full signature; and the versions it allows. */
function isToSign(transaction: Transaction, message: string, signer: SignerAddress): boolean {
  const [input, ...moreInputs] = transaction.ins;
  const [output, ...moreOutputs] = transaction.outs;
  return (
    (transaction.version === 0 || transaction.version === 2) &&
    moreInputs.length === 0 &&
    moreOutputs.length === 0 &&
    input !== undefined &&
    Buffer.compare(input.hash, toSpend(message, signer.script).getHash()) === 0 &&
    input.index === 0 &&
    input.script.length === 0 &&
    output !== undefined &&
    output.value === 0n &&
    Buffer.compare(output.script, OP_RETURN) === 0
  );
}

function verifyWitness(
  signer: SignerAddress,
  transaction: Transaction,
  witness: readonly Uint8Array[],
): boolean {
  return signer.kind === 'p2wpkh'
    ? verifyKeyHash(signer, transaction, witness)
    : verifyKeyPath(signer, transaction, witness);
}

/** BIP-141 and BIP-143: signature and public key, whose HASH160 is the witness program. */
function verifyKeyHash(
  signer: SignerAddress,
  transaction: Transaction,
  [encoded, publicKey, ...rest]: readonly Uint8Array[],
): boolean {
  if (!encoded || publicKey?.length !== 33 || rest.length > 0) return false;
  if (Buffer.compare(crypto.hash160(publicKey), signer.program) !== 0) return false;
  const decoded = decodeDer(encoded);
  // BIP-322, required rules: SIGHASH_ALL, strict DER and low S (the last argument of verify).
  if (decoded?.hashType !== Transaction.SIGHASH_ALL || !ecc.isPoint(publicKey)) return false;
  const scriptCode = payments.p2pkh({ hash: signer.program }).output;
  if (!scriptCode) return false;
  const hash = transaction.hashForWitnessV0(0, scriptCode, 0n, Transaction.SIGHASH_ALL);
  return ecc.verify(hash, publicKey, decoded.signature, true);
}

/** BIP-341, key path: one Schnorr signature by the output key, and no annex. */
function verifyKeyPath(
  signer: SignerAddress,
  transaction: Transaction,
  [encoded, ...rest]: readonly Uint8Array[],
): boolean {
  if (!encoded || rest.length > 0 || !ecc.isXOnlyPoint(signer.program)) return false;
  // 64 bytes mean SIGHASH_DEFAULT; a 65th byte is the type, and BIP-322 allows none but ALL.
  const hashType = encoded.length === 64 ? Transaction.SIGHASH_DEFAULT : encoded[64];
  if (encoded.length > 65 || encoded.length < 64) return false;
  if (encoded.length === 65 && hashType !== Transaction.SIGHASH_ALL) return false;
  const hash = transaction.hashForWitnessV1(
    0,
    [signer.script],
    [0n],
    hashType ?? Transaction.SIGHASH_DEFAULT,
  );
  return ecc.verifySchnorr(hash, signer.program, encoded.subarray(0, 64));
}

function decodeDer(encoded: Uint8Array): { signature: Uint8Array; hashType: number } | undefined {
  try {
    return scripts.signature.decode(encoded);
  } catch {
    return undefined;
  }
}
