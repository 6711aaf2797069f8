import { payments } from 'bitcoinjs-lib';

/** The outputs of one signer that money can be received on: BIP 44, 49, 84 and 86. */
export const RECEIVING_SCRIPTS = ['p2pkh', 'p2sh-p2wpkh', 'p2wpkh', 'p2tr'] as const;
export type ReceivingScript = (typeof RECEIVING_SCRIPTS)[number];

/** The scriptPubKey that pays a compressed public key. Taproot: the key alone, without scripts (BIP 86). */
export function scriptFor(type: ReceivingScript, publicKey: Uint8Array): Uint8Array {
  const { output } = paymentFor(type, publicKey);
  if (!output) throw new Error('a key without a script');
  return output;
}

function paymentFor(type: ReceivingScript, pubkey: Uint8Array) {
  switch (type) {
    case 'p2pkh':
      return payments.p2pkh({ pubkey });
    case 'p2sh-p2wpkh':
      return payments.p2sh({ redeem: payments.p2wpkh({ pubkey }) });
    case 'p2wpkh':
      return payments.p2wpkh({ pubkey });
    case 'p2tr':
      return payments.p2tr({ internalPubkey: pubkey.subarray(1) });
  }
}
