import { Psbt, payments, Transaction, toXOnly } from 'bitcoinjs-lib';
import { type BitcoinNetwork, NETWORKS } from '../network.ts';
import type { Prevout } from './prevout.ts';
import { unsignedTransaction } from './unsigned-transaction.ts';

export interface BuildPsbtInput {
  readonly unsignedTx: Uint8Array;
  /** The outputs that its inputs spend, in their order. */
  readonly prevouts: readonly Prevout[];
  /** The signer's untweaked public key in hex, by which wallets recognise their taproot inputs. */
  readonly publicKey?: string | undefined;
  readonly network: BitcoinNetwork;
  /** The same transaction with the signatures of others, which wallets then see as done. */
  readonly signed?: Uint8Array | undefined;
}

/**
 * The PSBT (BIP 174, BIP 371) by which wallets sign a transaction whose inputs are all segwit, base64.
 * No sighash type is set: wallets then sign everything.
 * @throws RangeError when the transaction does not parse or does not spend `prevouts`
 */
export function buildPsbt({ unsignedTx, prevouts, publicKey, network, signed }: BuildPsbtInput): string {
  const transaction = unsignedTransaction(unsignedTx, prevouts);
  const psbt = new Psbt({ network: NETWORKS[network].params });
  psbt.setVersion(transaction.version);
  psbt.setLocktime(transaction.locktime);
  const internalKey = publicKey === undefined ? undefined : xOnly(publicKey);
  const ownScript = internalKey && payments.p2tr({ internalPubkey: internalKey }).output;
  prevouts.forEach(({ amountSats, script }, index) => {
    const input = transaction.ins[index];
    if (input === undefined) return;
    const own = ownScript !== undefined && Buffer.compare(ownScript, script) === 0;
    psbt.addInput({
      hash: input.hash,
      index: input.index,
      sequence: input.sequence,
      witnessUtxo: { script, value: amountSats },
      ...(own && internalKey ? { tapInternalKey: internalKey } : {}),
    });
  });
  for (const { script, value } of transaction.outs) psbt.addOutput({ script, value });
  for (const [index, { witness }] of (signed ? Transaction.fromBuffer(signed).ins : []).entries()) {
    if (witness.length > 0) psbt.updateInput(index, { finalScriptWitness: encodeWitness(witness) });
  }
  return psbt.toBase64();
}

/** Items of a witness as BIP 141 writes them; each is shorter than 253 bytes, being a signature or a key. */
function encodeWitness(items: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([
    Buffer.from([items.length]),
    ...items.flatMap((item) => [Buffer.from([item.length]), item]),
  ]);
}

function xOnly(publicKey: string): Uint8Array {
  const key = Buffer.from(publicKey, 'hex');
  return key.length === 32 ? key : toXOnly(key);
}
