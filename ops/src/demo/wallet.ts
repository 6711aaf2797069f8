import * as ecc from '@bitcoinerlab/secp256k1';
import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js';
import { initEccLib, networks, Psbt, payments, Transaction } from 'bitcoinjs-lib';

initEccLib(ecc);

export type AddressType = 'p2wpkh' | 'p2tr';

/**
 * A single-key wallet for regtest, as a subscriber or merchant would have in the browser: it proves that it
 * owns its address (BIP-322) and signs PSBTs. Its key lives in this process and guards coins of no value.
 */
export interface DevWallet {
  readonly address: string;
  /** Internal (untweaked) public key, 33 bytes in hex. */
  readonly publicKey: string;
  /** BIP-322 "simple" signature of a message, base64. */
  signMessage(message: string): string;
  /** Signs every input that is this wallet's; base64 in, base64 out. */
  signPsbt(psbt: string): string;
}

const network = networks.regtest;

interface Signer {
  readonly publicKey: Uint8Array;
  sign(hash: Uint8Array): Uint8Array;
  signSchnorr(hash: Uint8Array): Uint8Array;
}

function signerOf(privateKey: Uint8Array): Signer {
  return {
    publicKey: secp256k1.getPublicKey(privateKey, true),
    sign: (hash) => secp256k1.sign(hash, privateKey, { prehash: false }),
    signSchnorr: (hash) => schnorr.sign(hash, privateKey),
  };
}

/** The private key of the tweaked output key (BIP-341, key path without a script tree). */
function taprootSigner(privateKey: Uint8Array): Signer {
  const { publicKey } = signerOf(privateKey);
  const even = publicKey[0] === 2 ? privateKey : ecc.privateNegate(privateKey);
  const tweaked = ecc.privateAdd(even, schnorr.utils.taggedHash('TapTweak', publicKey.subarray(1)));
  if (!tweaked) throw new Error('the key cannot be tweaked: use another');
  return signerOf(tweaked);
}

export function createDevWallet(type: AddressType = 'p2wpkh', privateKey?: Uint8Array): DevWallet {
  const key = privateKey ?? secp256k1.utils.randomSecretKey();
  const internal = signerOf(key);
  const internalPubkey = internal.publicKey.subarray(1);
  const payment =
    type === 'p2tr'
      ? payments.p2tr({ internalPubkey, network })
      : payments.p2wpkh({ pubkey: internal.publicKey, network });
  const signer = type === 'p2tr' ? taprootSigner(key) : internal;
  const { address, output: script } = payment;
  if (!address || !script) throw new Error('no address for this key');

  function sign(psbt: Psbt): Psbt {
    psbt.data.inputs.forEach((input, index) => {
      if (!input.witnessUtxo || Buffer.compare(input.witnessUtxo.script, script as Uint8Array) !== 0) return;
      if (type === 'p2tr')
        psbt.updateInput(index, input.tapInternalKey ? {} : { tapInternalKey: internalPubkey });
      psbt.signInput(index, signer);
    });
    return psbt;
  }

  return {
    address,
    publicKey: Buffer.from(internal.publicKey).toString('hex'),
    signMessage: (message) => simpleSignature(sign(messageToSign(message, script))),
    signPsbt: (psbt) => sign(Psbt.fromBase64(psbt, { network })).toBase64(),
  };
}

/** BIP-322: the virtual transaction `to_sign` over `to_spend`, which commits to the message. */
function messageToSign(message: string, script: Uint8Array): Psbt {
  const hash = schnorr.utils.taggedHash('BIP0322-signed-message', Buffer.from(message, 'utf8'));
  const toSpend = new Transaction();
  toSpend.version = 0;
  toSpend.addInput(new Uint8Array(32), 0xffffffff, 0, Buffer.concat([Buffer.from('0020', 'hex'), hash]));
  toSpend.addOutput(script, 0n);
  const psbt = new Psbt({ network });
  psbt.setVersion(0);
  psbt.addInput({ hash: toSpend.getHash(), index: 0, sequence: 0, witnessUtxo: { script, value: 0n } });
  psbt.addOutput({ script: Buffer.from('6a', 'hex'), value: 0n });
  return psbt;
}

/** The witness of `to_sign`, as BIP-322 encodes a "simple" signature. */
function simpleSignature(psbt: Psbt): string {
  psbt.finalizeAllInputs();
  const witness = psbt.data.inputs[0]?.finalScriptWitness;
  if (!witness) throw new Error('the message was not signed');
  return Buffer.from(witness).toString('base64');
}
