import { bn254 } from '@noble/curves/bn254.js';
import { bytesToBigInt } from '../bytes.ts';
import { CharmsError } from '../errors.ts';

/**
 * Points of BN254 in gnark's byte layout: big-endian coordinates, in G2 c1 before c0.
 * Infinity has no place in a proof or key: (0, 0) is not on either curve and is refused as such.
 */
const { Fp, Fp2 } = bn254.fields;
const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;

export type G1Point = InstanceType<typeof G1>;
export type G2Point = InstanceType<typeof G2>;
type Fp2Element = G2Point['x'];

export const FP_BYTES = 32;
export const G1_BYTES = 2 * FP_BYTES;
export const G2_BYTES = 4 * FP_BYTES;

/** Top two bits of a compressed point: the sign of y. */
const FLAG_MASK = 0xc0;
const SMALLER_Y = 0x80;
const LARGER_Y = 0xc0;
const HALF = (Fp.ORDER - 1n) / 2n;

/**
 * A point of G1 from 64 bytes. The curve has prime order, so being on it is being in the group.
 * @throws CharmsError `PROOF_COORDINATE_OUT_OF_RANGE`, `PROOF_POINT_NOT_ON_CURVE`
 */
export function decodeG1(bytes: Uint8Array): G1Point {
  const x = coordinate(bytes.subarray(0, FP_BYTES));
  const y = coordinate(bytes.subarray(FP_BYTES, G1_BYTES));
  if (!Fp.eql(Fp.sqr(y), g1Cubic(x))) throw notOnCurve();
  return G1.fromAffine({ x, y });
}

/**
 * A point of G2 from 128 bytes. The twist has a large cofactor: a point on it is usually not in the
 * group, and a pairing with such a point proves nothing, so membership is checked as well.
 * @throws CharmsError `PROOF_COORDINATE_OUT_OF_RANGE`, `PROOF_POINT_NOT_ON_CURVE`, `PROOF_POINT_NOT_IN_SUBGROUP`
 */
export function decodeG2(bytes: Uint8Array): G2Point {
  const at = (index: number) => coordinate(bytes.subarray(index * FP_BYTES, (index + 1) * FP_BYTES));
  const x = Fp2.fromBigTuple([at(1), at(0)]);
  const y = Fp2.fromBigTuple([at(3), at(2)]);
  if (!Fp2.eql(Fp2.sqr(y), g2Cubic(x))) throw notOnCurve();
  return inSubgroup(G2.fromAffine({ x, y }));
}

/** A point of G1 from the 32 bytes of its x and the sign of its y. */
export function decompressG1(bytes: Uint8Array): G1Point {
  const { flag, rest } = splitFlag(bytes);
  const x = coordinate(rest);
  const y = squareRoot(() => Fp.sqrt(g1Cubic(x)));
  return G1.fromAffine({ x, y: y > HALF === (flag === LARGER_Y) ? y : Fp.neg(y) });
}

/** A point of G2 from the 64 bytes of its x and the sign of its y. */
export function decompressG2(bytes: Uint8Array): G2Point {
  const { flag, rest } = splitFlag(bytes);
  const x = Fp2.fromBigTuple([coordinate(rest.subarray(FP_BYTES)), coordinate(rest.subarray(0, FP_BYTES))]);
  const y = squareRoot(() => Fp2.sqrt(g2Cubic(x)));
  const larger = (y.c1 === 0n ? y.c0 : y.c1) > HALF;
  return inSubgroup(G2.fromAffine({ x, y: larger === (flag === LARGER_Y) ? y : Fp2.neg(y) }));
}

function splitFlag(bytes: Uint8Array): { flag: number; rest: Uint8Array } {
  const rest = bytes.slice();
  const first = rest[0] ?? 0;
  const flag = first & FLAG_MASK;
  if (flag !== SMALLER_Y && flag !== LARGER_Y) throw notOnCurve();
  rest[0] = first & ~FLAG_MASK;
  return { flag, rest };
}

function coordinate(bytes: Uint8Array): bigint {
  const value = bytesToBigInt(bytes);
  if (value >= Fp.ORDER) {
    throw new CharmsError('PROOF_COORDINATE_OUT_OF_RANGE', 'a coordinate is not below the modulus');
  }
  return value;
}

function inSubgroup(point: G2Point): G2Point {
  if (!point.isTorsionFree()) {
    throw new CharmsError('PROOF_POINT_NOT_IN_SUBGROUP', 'a point of G2 is outside its subgroup');
  }
  return point;
}

/** y² = x³ + 3 */
function g1Cubic(x: bigint): bigint {
  return Fp.add(Fp.mul(Fp.sqr(x), x), G1.CURVE().b);
}

/** y² = x³ + 3/(9 + u) */
function g2Cubic(x: Fp2Element): Fp2Element {
  return Fp2.add(Fp2.mul(Fp2.sqr(x), x), G2.CURVE().b);
}

function squareRoot<T>(root: () => T): T {
  try {
    return root();
  } catch {
    throw notOnCurve();
  }
}

function notOnCurve(): CharmsError {
  return new CharmsError('PROOF_POINT_NOT_ON_CURVE', 'a point is not on its curve');
}
