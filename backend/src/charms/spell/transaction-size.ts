import { type NormalizedSpell, spellScript } from '@charmbills/charms';

/** Weight units of a witness that spends such an output: count, lengths, signature, and key for p2wpkh. */
const WITNESS_WEIGHT = { p2wpkh: 108n, p2tr: 66n } as const;
/** Marker and flag of a transaction with witnesses (BIP 144). */
const SEGWIT_WEIGHT = 2n;
/** Weight units that the prover counts for one signature, whichever kind it is. */
const PROVER_SIGNATURE_WEIGHT = 65n;
/**
 * A Groth16 proof with its public inputs (docs/protocols/charms.md "Verifying a spell", V12 and later), each byte
 * an integer of at most two bytes.
 */
const PROOF_BYTES = 356;
const LONGEST_INTEGER = 0xff;
/** An output to a p2tr script, the longest that provers and change addresses use. */
const P2TR_SCRIPT_BYTES = 34;

const INPUT_BYTES = 41;
const OUTPUT_AMOUNT_BYTES = 8;
const VERSION_AND_LOCKTIME_BYTES = 8;

export type FundingType = keyof typeof WITNESS_WEIGHT;

/** How a signature spends an output with this script. @throws RangeError unless it is p2wpkh or p2tr */
export function fundingTypeOf(script: Uint8Array): FundingType {
  if (script.length === 22 && script[0] === 0x00 && script[1] === 0x14) return 'p2wpkh';
  if (script.length === 34 && script[0] === 0x51 && script[1] === 0x20) return 'p2tr';
  throw new RangeError('only p2wpkh and p2tr outputs fund a spell');
}

/** Virtual bytes of a transaction of `unsignedBytes` without witnesses, once its inputs are signed. */
export function signedVsize(unsignedBytes: number, inputs: readonly FundingType[]): bigint {
  const witness = inputs.reduce((sum, type) => sum + WITNESS_WEIGHT[type], SEGWIT_WEIGHT);
  return ceilDivide(BigInt(unsignedBytes) * 4n + witness, 4n);
}

/**
 * Bytes, without witnesses, of the transaction that a prover makes of a spell: its coins, a prover's fee, the
 * spell with a proof of the usual length, change.
 */
export function estimateUnsignedBytes(spell: NormalizedSpell, inputCount: number): number {
  const coins = (spell.tx.coins ?? []).map(({ dest }) => dest.length);
  const proof = new Uint8Array(PROOF_BYTES).fill(LONGEST_INTEGER);
  const scripts = [...coins, P2TR_SCRIPT_BYTES, spellScript({ spell, proof }).length, P2TR_SCRIPT_BYTES];
  const outputs = scripts.reduce(
    (sum, length) => sum + OUTPUT_AMOUNT_BYTES + compactSizeBytes(length) + length,
    compactSizeBytes(scripts.length),
  );
  return VERSION_AND_LOCKTIME_BYTES + compactSizeBytes(inputCount) + INPUT_BYTES * inputCount + outputs;
}

/**
 * The fee rate to ask a prover for, so that the signed transaction pays `targetRate`. A prover counts each
 * signature as a taproot one; p2wpkh inputs are longer, and a transaction at the lowest rate would fall
 * below what nodes relay. Both rates are in thousandths of sat/vB. A prover rounds down to steps of four
 * thousandths, in floating point: the answer lies just above a step.
 */
export function rateToAsk(targetRate: bigint, unsignedBytes: number, inputs: readonly FundingType[]): bigint {
  const counted = BigInt(unsignedBytes) * 4n + PROVER_SIGNATURE_WEIGHT * BigInt(inputs.length);
  const real = signedVsize(unsignedBytes, inputs) * 4n;
  return ceilDivide(targetRate * (real > counted ? real : counted), counted * 4n) * 4n + 1n;
}

/** Sats for `vsize` virtual bytes at a rate in thousandths of sat/vB, rounded up. */
export function feeAt(rate: bigint, vsize: bigint): bigint {
  return ceilDivide(rate * vsize, 1_000n);
}

/** `1.25` sat/vB as thousandths. @throws RangeError unless it is a decimal with at most three places */
export function parseFeeRate(text: string): bigint {
  const match = /^(\d+)(?:\.(\d{1,3}))?$/.exec(text);
  if (match === null) throw new RangeError(`fee rate ${text} has not at most three decimal places`);
  return BigInt(match[1] ?? '') * 1_000n + BigInt((match[2] ?? '').padEnd(3, '0'));
}

/** The inverse of {@link parseFeeRate}. */
export function formatFeeRate(rate: bigint): string {
  return `${rate / 1_000n}.${String(rate % 1_000n).padStart(3, '0')}`;
}

function compactSizeBytes(value: number): number {
  return value < 0xfd ? 1 : value <= 0xffff ? 3 : 5;
}

function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
