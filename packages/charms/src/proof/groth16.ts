import { bn254 } from '@noble/curves/bn254.js';
import { bytesToBigInt } from '../bytes.ts';
import { CharmsError } from '../errors.ts';
import {
  decodeG1,
  decodeG2,
  decompressG1,
  decompressG2,
  FP_BYTES,
  G1_BYTES,
  type G1Point,
  G2_BYTES,
  type G2Point,
} from './points.ts';

const { Fp12, Fr } = bn254.fields;
const { calcPairingPrecomputes } = bn254.utils;

type Lines = ReturnType<typeof calcPairingPrecomputes>;
type MillerValue = ReturnType<typeof bn254.millerLoopBatch>;

/** A Groth16 key with everything computed that does not depend on the proof. */
export interface VerifyingKey {
  /** e(alpha, beta) before the final exponentiation. */
  readonly alphaBeta: MillerValue;
  readonly gamma: Lines;
  readonly delta: Lines;
  /** The constant term, then one point for each public input. */
  readonly inputPoints: readonly G1Point[];
}

export const PROOF_BYTES = G1_BYTES + G2_BYTES + G1_BYTES;

/**
 * Reads a key in gnark's binary layout: alpha, beta (G1), beta (G2), gamma, delta (G1), delta (G2),
 * then the counted input points; points are compressed.
 */
export function decodeVerifyingKey(bytes: Uint8Array): VerifyingKey {
  const g1 = (offset: number) => decompressG1(bytes.subarray(offset, offset + FP_BYTES));
  const g2 = (offset: number) => decompressG2(bytes.subarray(offset, offset + 2 * FP_BYTES));
  const count = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(9 * FP_BYTES);
  const inputs = 9 * FP_BYTES + 4;
  return {
    alphaBeta: bn254.millerLoopBatch([pair(calcPairingPrecomputes(g2(2 * FP_BYTES)), g1(0))]),
    gamma: calcPairingPrecomputes(g2(4 * FP_BYTES)),
    delta: calcPairingPrecomputes(g2(7 * FP_BYTES)),
    inputPoints: Array.from({ length: count }, (_, index) => g1(inputs + index * FP_BYTES)),
  };
}

export interface Groth16Proof {
  readonly a: G1Point;
  readonly b: G2Point;
  readonly c: G1Point;
}

/**
 * Reads A, B, C, uncompressed. Each point is shown to be in its group: the pairing equation means
 * nothing otherwise.
 * @throws CharmsError `PROOF_LENGTH`, `PROOF_COORDINATE_OUT_OF_RANGE`, `PROOF_POINT_*`
 */
export function decodeProof(bytes: Uint8Array): Groth16Proof {
  if (bytes.length !== PROOF_BYTES) throw new CharmsError('PROOF_LENGTH', `expected ${PROOF_BYTES} bytes`);
  const a = decodeG1(bytes.subarray(0, G1_BYTES));
  const c = decodeG1(bytes.subarray(G1_BYTES + G2_BYTES));
  // Last, because the subgroup check is the dear one.
  const b = decodeG2(bytes.subarray(G1_BYTES, G1_BYTES + G2_BYTES));
  return { a, b, c };
}

/** @throws CharmsError `PROOF_INPUT_OUT_OF_RANGE` unless the 32 bytes are below the scalar modulus */
export function decodeInput(bytes: Uint8Array): bigint {
  const value = bytesToBigInt(bytes);
  if (value >= Fr.ORDER) {
    throw new CharmsError('PROOF_INPUT_OUT_OF_RANGE', 'a public input is not below the modulus');
  }
  return value;
}

/** The sum of the points, each times its scalar; scalars are below the scalar modulus. */
export function weightedSum(points: readonly G1Point[], scalars: readonly bigint[]): G1Point {
  return points.reduce(
    (sum, point, index) => sum.add(point.multiplyUnsafe(scalars[index] ?? 0n)),
    bn254.G1.Point.ZERO,
  );
}

/**
 * Whether e(−A, B) · e(L, gamma) · e(C, delta) · e(alpha, beta) = 1, with `inputSum` L the input
 * points weighted by the public inputs. One Miller loop and one final exponentiation in all.
 */
export function verifyGroth16(key: VerifyingKey, { a, b, c }: Groth16Proof, inputSum: G1Point): boolean {
  const product = bn254.millerLoopBatch([
    pair(calcPairingPrecomputes(b), a.negate()),
    pair(key.gamma, inputSum),
    pair(key.delta, c),
  ]);
  return Fp12.eql(Fp12.finalExponentiate(Fp12.mul(product, key.alphaBeta)), Fp12.ONE);
}

function pair(lines: Lines, point: G1Point): [Lines, bigint, bigint] {
  const { x, y } = point.toAffine();
  return [lines, x, y];
}
