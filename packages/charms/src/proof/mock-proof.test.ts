import { expect, test } from 'vitest';
import { bytesToHex } from '../bytes.ts';
import { buildSpell } from '../spell/build-spell.ts';
import { codeOf } from '../testing/code-of.ts';
import { assertMockProof, mockProof } from './mock-proof.ts';
import { hashPublicValues } from './public-values.ts';

const ins = [{ txid: '22'.repeat(32), vout: 1 }];
const outs = [{ coin: { amountSats: 1_000n, dest: Uint8Array.of(0x51) } }];
const spell = buildSpell({ ins, outs, mock: true });

test('a mock proof is "mock" and the hash a real proof commits to', () => {
  expect(bytesToHex(mockProof(spell))).toBe(`6d6f636b${bytesToHex(hashPublicValues(spell))}`);
});

test('only a whole spell that says mock: true has a mock proof', () => {
  expect(codeOf(() => mockProof(buildSpell({ ins, outs })))).toBe('SPELL_FIELD_INVALID');
  expect(codeOf(() => mockProof({ ...spell, tx: { outs: [] } }))).toBe('SPELL_FIELD_MISSING');
  expect(codeOf(() => mockProof({ ...spell, version: 8 }))).toBe('SPELL_VERSION_UNSUPPORTED');
});

test('the mock proof of another spell does not match', () => {
  const other = buildSpell({ ins: [{ txid: '22'.repeat(32), vout: 2 }], outs, mock: true });
  expect(codeOf(() => assertMockProof(other, mockProof(spell)))).toBe('PROOF_MOCK_MISMATCH');
  expect(codeOf(() => assertMockProof(spell, mockProof(spell)))).toBeUndefined();
});
