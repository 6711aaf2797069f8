import { createHash } from 'node:crypto';
import { Transaction } from 'bitcoinjs-lib';

/** BIP-322, "Full": the output of to_sign is this script alone. */
export const OP_RETURN = Uint8Array.of(0x6a);

const TAG = sha256(Buffer.from('BIP0322-signed-message'));

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The BIP-340 tagged hash of a message, as BIP-322 defines it. */
export function messageHash(message: string): Uint8Array {
  return sha256(TAG, TAG, Buffer.from(message, 'utf8'));
}

/** BIP-322 `to_spend`: an impossible transaction that commits to the message and pays nothing to the signer. */
export function toSpend(message: string, script: Uint8Array): Transaction {
  const transaction = new Transaction();
  transaction.version = 0;
  // scriptSig: OP_0 PUSH32[message_hash]
  const scriptSig = Buffer.concat([Uint8Array.of(0x00, 0x20), messageHash(message)]);
  transaction.addInput(new Uint8Array(32), 0xffffffff, 0, scriptSig);
  transaction.addOutput(script, 0n);
  return transaction;
}

/** BIP-322 `to_sign`: spends `to_spend`; signing it is signing the message. */
export function toSign(message: string, script: Uint8Array): Transaction {
  const transaction = new Transaction();
  transaction.version = 0;
  transaction.addInput(toSpend(message, script).getHash(), 0, 0);
  transaction.addOutput(OP_RETURN, 0n);
  return transaction;
}
