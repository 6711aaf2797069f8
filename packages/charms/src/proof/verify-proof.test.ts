import { bn254 } from '@noble/curves/bn254.js';
import { expect, test } from 'vitest';
import { codeOf } from '../testing/code-of.ts';
import { g1Bytes, proofBytes, toyKeyBytes, toyProof, word } from '../testing/toy-groth16.ts';
import { decodeVerifyingKey } from './groth16.ts';
import { assertProofOfHash } from './verify-proof.ts';
import { splitInputs, type VersionRules } from './version-rules.ts';

const ORDER = bn254.fields.Fr.ORDER;
const PREFIX = [0xde, 0xad, 0xbe, 0xef];
const SPELL_VK = 31n;
const VK_ROOT = 32n;
const HASH = 33n;
const NONCE = 34n;
const hash = Uint8Array.from(word(HASH));

function toyRules(inputs: number, vkRoot?: bigint): VersionRules {
  const key = decodeVerifyingKey(toyKeyBytes(inputs));
  const root = vkRoot === undefined ? undefined : Uint8Array.from(word(vkRoot));
  return { key, keyPrefix: Uint8Array.from(PREFIX), vkRoot: root, ...splitInputs(key, SPELL_VK, root) };
}

const short = toyRules(2);
const long = toyRules(5, VK_ROOT);
const shortProof = [...PREFIX, ...proofBytes(toyProof([SPELL_VK, HASH]))];

function longProof({ prefix = PREFIX, exitCode = 0n, vkRoot = VK_ROOT, nonce = NONCE } = {}): number[] {
  const points = proofBytes(toyProof([SPELL_VK, HASH, exitCode, vkRoot, nonce]));
  return [...prefix, ...word(exitCode), ...word(vkRoot), ...word(nonce), ...points];
}

function refusal(rules: VersionRules, proof: number[], of = hash) {
  return codeOf(() => assertProofOfHash(rules, of, Uint8Array.from(proof)));
}

test('V9–V11: prefix and 256 bytes prove [spellVk, h]', () => {
  expect(refusal(short, shortProof)).toBeUndefined();
});

test('V12+: exit code, root and nonce are public inputs as well', () => {
  expect(refusal(long, longProof())).toBeUndefined();
  expect(refusal(long, longProof({ nonce: ORDER - 1n }))).toBeUndefined();
});

test('the proof of another hash is rejected', () => {
  const other = Uint8Array.from(word(HASH + 1n));
  expect(refusal(short, shortProof, other)).toBe('PROOF_REJECTED');
  expect(refusal(long, longProof(), other)).toBe('PROOF_REJECTED');
});

test('the nonce is part of what is proved', () => {
  const proof = longProof();
  proof.splice(4 + 64, 32, ...word(NONCE + 1n));
  expect(refusal(long, proof)).toBe('PROOF_REJECTED');
});

test.each<[string, number[], string]>([
  ['another key prefix', longProof({ prefix: [0xde, 0xad, 0xbe, 0xee] }), 'PROOF_KEY_MISMATCH'],
  ['an exit code other than zero, though proved', longProof({ exitCode: 1n }), 'PROOF_EXIT_CODE'],
  ['a root other than the version’s, though proved', longProof({ vkRoot: 1n }), 'PROOF_VK_ROOT'],
  ['a nonce not below the modulus', longProof({ nonce: ORDER }), 'PROOF_INPUT_OUT_OF_RANGE'],
  ['a byte too few', longProof().slice(0, -1), 'PROOF_LENGTH'],
  ['a byte too many', [...longProof(), 0], 'PROOF_LENGTH'],
  ['the short form', shortProof, 'PROOF_LENGTH'],
  ['nothing', [], 'PROOF_LENGTH'],
])('refused: %s', (_, proof, code) => {
  expect(refusal(long, proof)).toBe(code);
});

test('the long form is refused where the version has the short one', () => {
  expect(refusal(short, longProof())).toBe('PROOF_LENGTH');
});

test('a proof point off its curve is refused', () => {
  const offCurve = [...shortProof.slice(0, -64), ...g1Bytes(bn254.G1.Point.BASE).slice(0, 63), 3];
  expect(refusal(short, offCurve)).toBe('PROOF_POINT_NOT_ON_CURVE');
});
