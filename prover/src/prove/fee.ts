import type { InputType } from './scripts.ts';

/** Weight units of the witness that spends an input: counts, lengths, signature, and the key of p2wpkh. */
const WITNESS_WEIGHT: Readonly<Record<InputType, number>> = { p2wpkh: 108, p2tr: 66 };
/** Marker and flag (BIP 144). */
const SEGWIT_WEIGHT = 2;
const WEIGHT_OF_BYTE = 4;

/** Virtual bytes of a transaction once it is signed, rounded up. */
export function signedVsize(unsignedBytes: number, inputs: readonly InputType[]): bigint {
  const witness = inputs.reduce((sum, type) => sum + WITNESS_WEIGHT[type], SEGWIT_WEIGHT);
  return BigInt(Math.ceil((unsignedBytes * WEIGHT_OF_BYTE + witness) / WEIGHT_OF_BYTE));
}

/** Satoshi at a rate in thousandths of a satoshi for a virtual byte, rounded up. */
export function feeAt(rateMilliSats: bigint, vsize: bigint): bigint {
  return (rateMilliSats * vsize + 999n) / 1_000n;
}
