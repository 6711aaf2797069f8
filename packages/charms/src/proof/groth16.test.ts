import { bn254 } from '@noble/curves/bn254.js';
import { expect, test } from 'vitest';
import { hexToBytes } from '../bytes.ts';
import { codeOf } from '../testing/code-of.ts';
import { proofBytes, toyKeyBytes, toyProof, word } from '../testing/toy-groth16.ts';
import { decodeInput, decodeProof, decodeVerifyingKey, verifyGroth16, weightedSum } from './groth16.ts';
import { GROTH16_VK_9_11, GROTH16_VK_12_13, GROTH16_VK_14_15 } from './published-keys.ts';

const ORDER = bn254.fields.Fr.ORDER;
const key = decodeVerifyingKey(toyKeyBytes(2));
const inputs = [5n, ORDER - 1n];
const sum = weightedSum(key.inputPoints, [1n, ...inputs]);

test('a proof for these inputs is accepted, whatever its randomness', () => {
  expect(verifyGroth16(key, decodeProof(proofBytes(toyProof(inputs))), sum)).toBe(true);
  expect(verifyGroth16(key, decodeProof(proofBytes(toyProof(inputs, 999n, ORDER - 3n))), sum)).toBe(true);
});

test('a proof for other inputs is rejected', () => {
  expect(verifyGroth16(key, toyProof([5n, 1n]), sum)).toBe(false);
  expect(verifyGroth16(key, toyProof([ORDER - 1n, 5n]), sum)).toBe(false);
});

test('each of A, B, C counts, and so does its sign', () => {
  const proof = toyProof(inputs);
  const { BASE } = bn254.G1.Point;
  expect(verifyGroth16(key, { ...proof, a: proof.a.add(BASE) }, sum)).toBe(false);
  expect(verifyGroth16(key, { ...proof, b: proof.b.double() }, sum)).toBe(false);
  expect(verifyGroth16(key, { ...proof, c: proof.c.add(BASE) }, sum)).toBe(false);
  expect(verifyGroth16(key, { ...proof, a: proof.a.negate() }, sum)).toBe(false);
  expect(verifyGroth16(key, { ...proof, a: proof.a.negate(), b: proof.b.negate() }, sum)).toBe(true);
});

test('a key of another setup rejects', () => {
  const other = toyKeyBytes(2);
  other.set(toyKeyBytes(2).subarray(32, 64), 0);
  expect(verifyGroth16(decodeVerifyingKey(other), toyProof(inputs), sum)).toBe(false);
});

test('a proof has 256 bytes', () => {
  for (const length of [0, 255, 257]) {
    expect(codeOf(() => decodeProof(new Uint8Array(length)))).toBe('PROOF_LENGTH');
  }
});

test('an input must be below the scalar modulus', () => {
  expect(decodeInput(Uint8Array.from(word(ORDER - 1n)))).toBe(ORDER - 1n);
  expect(codeOf(() => decodeInput(Uint8Array.from(word(ORDER))))).toBe('PROOF_INPUT_OUT_OF_RANGE');
});

test.each([
  ['9-11', GROTH16_VK_9_11, 3],
  ['12-13', GROTH16_VK_12_13, 6],
  ['14-15', GROTH16_VK_14_15, 6],
])('the published key of versions %s decodes and ends where gnark ends it', (_, hex, count) => {
  const bytes = hexToBytes(hex);
  expect(decodeVerifyingKey(bytes).inputPoints).toHaveLength(count);
  expect([...bytes.subarray(292 + 32 * count)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});
