import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { p2wpkh, SigHash, Transaction } from '@scure/btc-signer';
import { fromBase64, toBase64, toHex } from '../bitcoin/bytes.ts';

/** Regtest's addresses and keys (Bitcoin Core, chainparams.cpp). */
const REGTEST = { bech32: 'bcrt', pubKeyHash: 0x6f, scriptHash: 0xc4, wif: 0xef } as const;
/** What a plan's and a token's transactions hold: a spell is an output that pays nobody. */
const TRANSACTION_OPTIONS = { allowUnknownOutputs: true, allowUnknownVersion: true } as const;

/** One key of native segwit on regtest. The key itself never leaves this object. */
export interface Signer {
  readonly address: string;
  readonly script: Uint8Array;
  /** 33 bytes in hex. */
  readonly publicKey: string;
  /** BIP-322 "simple", base64. */
  signMessage(message: string): string;
  /** Signs inputs of a PSBT, base64 both ways. @throws Error when one is not of this key */
  signPsbt(psbt: string, indexes: readonly number[]): string;
  /** Signs a transaction all of whose inputs are of this key. Returns it in hex, and its id. */
  signTransaction(draft: Draft): { readonly hex: string; readonly txid: string };
}

export interface Draft {
  readonly inputs: readonly { readonly txid: string; readonly vout: number; readonly amountSats: bigint }[];
  readonly outputs: readonly { readonly script: Uint8Array; readonly amountSats: bigint }[];
}

/** The key of a demo wallet, which is no secret. */
export function demoKey(name: string): Uint8Array {
  return sha256(utf8ToBytes(`charmbills demo ${name}`));
}

/** A new key, from the browser's source of randomness. */
export function randomKey(): Uint8Array {
  return secp256k1.utils.randomSecretKey();
}

export function createSigner(privateKey: Uint8Array): Signer {
  const publicKey = secp256k1.getPublicKey(privateKey, true);
  const { address, script } = p2wpkh(publicKey, REGTEST);

  function sign(transaction: Transaction, indexes: readonly number[]): Transaction {
    for (const index of indexes) transaction.signIdx(privateKey, index, [SigHash.ALL]);
    return transaction;
  }

  return {
    address,
    script,
    publicKey: toHex(publicKey),
    signMessage: (message) => {
      const transaction = sign(messageTransaction(message, script), [0]);
      transaction.finalize();
      const witness = transaction.getInput(0).finalScriptWitness ?? [];
      return toBase64(witnessBytes(witness));
    },
    signPsbt: (psbt, indexes) =>
      toBase64(sign(Transaction.fromPSBT(fromBase64(psbt), TRANSACTION_OPTIONS), indexes).toPSBT(0)),
    signTransaction: ({ inputs, outputs }) => {
      const transaction = new Transaction(TRANSACTION_OPTIONS);
      for (const { txid, vout, amountSats } of inputs) {
        transaction.addInput({ txid, index: vout, witnessUtxo: { script, amount: amountSats } });
      }
      for (const { script: to, amountSats } of outputs)
        transaction.addOutput({ script: to, amount: amountSats });
      sign(transaction, [...inputs.keys()]).finalize();
      return { hex: transaction.hex, txid: transaction.id };
    },
  };
}

/** BIP-322 `to_sign`, which spends a transaction that commits to the message. */
function messageTransaction(message: string, script: Uint8Array): Transaction {
  const tag = sha256(utf8ToBytes('BIP0322-signed-message'));
  const hash = sha256(Uint8Array.of(...tag, ...tag, ...utf8ToBytes(message)));
  const options = { ...TRANSACTION_OPTIONS, version: 0, disableScriptCheck: true };
  const toSpend = new Transaction(options);
  toSpend.addOutput({ script, amount: 0n });
  toSpend.addInput({
    txid: new Uint8Array(32),
    index: 0xffff_ffff,
    sequence: 0,
    finalScriptSig: Uint8Array.of(0x00, 0x20, ...hash),
  });
  const toSign = new Transaction(options);
  toSign.addInput({ txid: toSpend.id, index: 0, sequence: 0, witnessUtxo: { script, amount: 0n } });
  toSign.addOutput({ script: Uint8Array.of(0x6a), amount: 0n });
  return toSign;
}

/** A witness as BIP 141 writes it; signatures and keys are shorter than 253 bytes. */
function witnessBytes(items: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.of(items.length, ...items.flatMap((item) => [item.length, ...item]));
}
