import { bn254 } from '@noble/curves/bn254.js';
import type { G1Point, G2Point } from '../proof/points.ts';

const { Fr, Fp } = bn254.fields;
const g1 = (scalar: bigint) => bn254.G1.Point.BASE.multiplyUnsafe(Fr.create(scalar));
const g2 = (scalar: bigint) => bn254.G2.Point.BASE.multiplyUnsafe(Fr.create(scalar));

/** The secrets of a toy key: whoever knows them can prove anything, which is what tests need. */
const SECRET = { alpha: 101n, beta: 102n, gamma: 103n, delta: 104n };

export function word(value: bigint): number[] {
  return Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * (31 - i))) & 0xffn));
}

export function g1Bytes(point: G1Point): number[] {
  const { x, y } = point.toAffine();
  return [...word(x), ...word(y)];
}

export function g2Bytes(point: G2Point): number[] {
  const { x, y } = point.toAffine();
  return [...word(x.c1), ...word(x.c0), ...word(y.c1), ...word(y.c0)];
}

function compress(bytes: number[], y: bigint): number[] {
  const flag = y > (Fp.ORDER - 1n) / 2n ? 0xc0 : 0x80;
  return bytes.map((byte, index) => (index === 0 ? byte | flag : byte));
}

export function compressedG1(point: G1Point): number[] {
  const { x, y } = point.toAffine();
  return compress(word(x), y);
}

export function compressedG2(point: G2Point): number[] {
  const { x, y } = point.toAffine();
  return compress([...word(x.c1), ...word(x.c0)], y.c1 === 0n ? y.c0 : y.c1);
}

/** A key in gnark's layout for `inputs` public inputs; input i has the secret weight i + 201. */
export function toyKeyBytes(inputs: number): Uint8Array {
  const { alpha, beta, gamma, delta } = SECRET;
  const points = Array.from({ length: inputs + 1 }, (_, index) => compressedG1(g1(BigInt(201 + index))));
  return Uint8Array.of(
    ...compressedG1(g1(alpha)),
    ...compressedG1(g1(beta)),
    ...compressedG2(g2(beta)),
    ...compressedG2(g2(gamma)),
    ...compressedG1(g1(delta)),
    ...compressedG2(g2(delta)),
    ...[0, 0, 0, points.length],
    ...points.flat(),
    ...new Uint8Array(8),
  );
}

export interface ToyProof {
  readonly a: G1Point;
  readonly b: G2Point;
  readonly c: G1Point;
}

/** A proof under the toy key for these public inputs: c makes up for whatever a and b are. */
export function toyProof(inputs: readonly bigint[], a = 7n, b = 11n): ToyProof {
  const sum = [1n, ...inputs].reduce((total, input, index) => total + input * BigInt(201 + index), 0n);
  const { alpha, beta, gamma, delta } = SECRET;
  const c = Fr.div(Fr.create(a * b - alpha * beta - sum * gamma), delta);
  return { a: g1(a), b: g2(b), c: g1(c) };
}

export function proofBytes({ a, b, c }: ToyProof): Uint8Array {
  return Uint8Array.of(...g1Bytes(a), ...g2Bytes(b), ...g1Bytes(c));
}
