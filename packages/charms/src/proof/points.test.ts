import { bn254 } from '@noble/curves/bn254.js';
import { expect, test } from 'vitest';
import { codeOf } from '../testing/code-of.ts';
import { compressedG1, compressedG2, g1Bytes, g2Bytes, word } from '../testing/toy-groth16.ts';
import { decodeG1, decodeG2, decompressG1, decompressG2, type G2Point } from './points.ts';

const { Fp, Fp2 } = bn254.fields;
const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;
const SCALARS = [1n, 2n, 3n, 5n, 1234567890123456789n];
const bytes = (numbers: number[]) => Uint8Array.from(numbers);

/** A point that is on the twist and outside the group: the first whose x = (n, 1) has a y. */
function strayG2(): G2Point {
  for (let n = 1n; ; n++) {
    const x = Fp2.fromBigTuple([n, 1n]);
    try {
      const y = Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), G2.CURVE().b));
      return G2.fromAffine({ x, y });
    } catch {
      // no square root: try the next x
    }
  }
}

test('points of both groups read back, compressed or not, with either sign', () => {
  for (const scalar of SCALARS) {
    for (const point of [G1.BASE.multiply(scalar), G1.BASE.multiply(scalar).negate()]) {
      expect(decodeG1(bytes(g1Bytes(point))).equals(point)).toBe(true);
      expect(decompressG1(bytes(compressedG1(point))).equals(point)).toBe(true);
    }
    for (const point of [G2.BASE.multiply(scalar), G2.BASE.multiply(scalar).negate()]) {
      expect(decodeG2(bytes(g2Bytes(point))).equals(point)).toBe(true);
      expect(decompressG2(bytes(compressedG2(point))).equals(point)).toBe(true);
    }
  }
});

test('a coordinate of G1 must be below the modulus, even if it names the same point', () => {
  const { x, y } = G1.BASE;
  for (const [px, py] of [
    [x + Fp.ORDER, y],
    [x, y + Fp.ORDER],
    [Fp.ORDER, y],
  ] as const) {
    expect(codeOf(() => decodeG1(bytes([...word(px), ...word(py)])))).toBe('PROOF_COORDINATE_OUT_OF_RANGE');
  }
});

test('each coordinate of G2 must be below the modulus', () => {
  const { x, y } = G2.BASE;
  const coordinates = [x.c1, x.c0, y.c1, y.c0];
  for (const at of coordinates.keys()) {
    const changed = coordinates.map((c, index) => (index === at ? c + Fp.ORDER : c));
    expect(codeOf(() => decodeG2(bytes(changed.flatMap(word))))).toBe('PROOF_COORDINATE_OUT_OF_RANGE');
  }
});

test('a point off its curve is refused, infinity too', () => {
  const g1 = [...word(1n), ...word(3n)];
  expect(codeOf(() => decodeG1(bytes(g1)))).toBe('PROOF_POINT_NOT_ON_CURVE');
  expect(codeOf(() => decodeG1(new Uint8Array(64)))).toBe('PROOF_POINT_NOT_ON_CURVE');
  const g2 = g2Bytes(G2.BASE);
  expect(codeOf(() => decodeG2(bytes([...g2.slice(64), ...g2.slice(0, 64)])))).toBe(
    'PROOF_POINT_NOT_ON_CURVE',
  );
  expect(codeOf(() => decodeG2(new Uint8Array(128)))).toBe('PROOF_POINT_NOT_ON_CURVE');
});

test('c1 comes before c0', () => {
  const { x, y } = G2.BASE;
  const swapped = [x.c0, x.c1, y.c0, y.c1].flatMap(word);
  expect(codeOf(() => decodeG2(bytes(swapped)))).toBe('PROOF_POINT_NOT_ON_CURVE');
});

test('a point on the twist but outside the group is refused', () => {
  const stray = strayG2();
  for (const point of [stray, stray.add(G2.BASE)]) {
    expect(codeOf(() => decodeG2(bytes(g2Bytes(point))))).toBe('PROOF_POINT_NOT_IN_SUBGROUP');
    expect(codeOf(() => decompressG2(bytes(compressedG2(point))))).toBe('PROOF_POINT_NOT_IN_SUBGROUP');
  }
});

test('a compressed point carries one of the two sign flags and an x that has a y', () => {
  for (const flag of [0x00, 0x40]) {
    const [first = 0, ...rest] = compressedG1(G1.BASE);
    expect(codeOf(() => decompressG1(bytes([(first & 0x3f) | flag, ...rest])))).toBe(
      'PROOF_POINT_NOT_ON_CURVE',
    );
  }
  expect(codeOf(() => decompressG1(bytes([0x80, ...word(4n).slice(1)])))).toBe('PROOF_POINT_NOT_ON_CURVE');
});
