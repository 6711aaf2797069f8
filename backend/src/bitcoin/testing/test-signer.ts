import { crypto, Psbt, payments } from 'bitcoinjs-lib';
import { ecc, NETWORKS } from '../network.ts';

export type KeyType = 'p2wpkh' | 'p2tr';

/** One key that signs as a wallet would, or as a wallet should not: with any sighash type. */
export interface TestSigner {
  readonly script: Uint8Array;
  readonly address: string;
  /** Untweaked, 33 bytes in hex. */
  readonly publicKey: string;
  /** Signs the inputs of `psbt` that are this key's. */
  sign(psbt: string, sighash?: number): string;
}

const { params: network } = NETWORKS.regtest;

/** `seed` makes the key: the same seed, the same address. */
export function testSigner(type: KeyType, seed: string): TestSigner {
  const privateKey = crypto.sha256(Buffer.from(seed));
  const publicKey = ecc.pointFromScalar(privateKey, true) as Uint8Array;
  const internalPubkey = publicKey.subarray(1);
  const payment =
    type === 'p2tr'
      ? payments.p2tr({ internalPubkey, network })
      : payments.p2wpkh({ pubkey: publicKey, network });
  const { output: script, address } = payment;
  if (script === undefined || address === undefined) throw new Error('the key has no address');
  const key = type === 'p2tr' ? tweaked(privateKey, publicKey) : privateKey;
  const signer = {
    publicKey: ecc.pointFromScalar(key, true) as Uint8Array,
    sign: (hash: Uint8Array) => ecc.sign(hash, key),
    signSchnorr: (hash: Uint8Array) => ecc.signSchnorr(hash, key, new Uint8Array(32)),
  };
  return {
    script,
    address,
    publicKey: Buffer.from(publicKey).toString('hex'),
    sign(base64, sighash) {
      const psbt = Psbt.fromBase64(base64, { network });
      for (const [index, input] of psbt.data.inputs.entries()) {
        if (!input.witnessUtxo || Buffer.compare(input.witnessUtxo.script, script) !== 0) continue;
        if (type === 'p2tr' && !input.tapInternalKey)
          psbt.updateInput(index, { tapInternalKey: internalPubkey });
        if (sighash !== undefined) psbt.updateInput(index, { sighashType: sighash });
        psbt.signInput(index, signer, sighash === undefined ? undefined : [sighash]);
      }
      return psbt.toBase64();
    },
  };
}

/** The key of the taproot output (BIP 341): tweaked by itself, with no script tree. */
function tweaked(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const even = publicKey[0] === 2 ? privateKey : ecc.privateNegate(privateKey);
  return ecc.privateAdd(even, crypto.taggedHash('TapTweak', publicKey.subarray(1))) as Uint8Array;
}
