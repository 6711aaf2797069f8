import { sha256 } from '@noble/hashes/sha2.js';
import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../bytes.ts';
import { encodeSpell } from '../spell/codec.ts';
import { codeOf } from '../testing/code-of.ts';
import { mainnetSpell } from '../testing/vectors.ts';
import { hashPublicValues, publicValues } from './public-values.ts';
import { SPELL_VKS } from './published-keys.ts';

const { spell } = mainnetSpell(12).found;
const of = (version: number) => bytesToHex(publicValues({ ...spell, version }));
const spellHex = (version: number) => bytesToHex(encodeSpell({ ...spell, version }));
const ascii = (text: string) => bytesToHex(new TextEncoder().encode(text));

test.each([9, 10, 11, 12, 13, 14])('V%i commits to [0x-text of the key, spell]', (version) => {
  expect(of(version)).toBe(`827842${ascii(`0x${SPELL_VKS[version]}`)}${spellHex(version)}`);
});

test('V15 commits to [32 integers of the key, spell]', () => {
  const integers = [...hexToBytes(SPELL_VKS[15] ?? '')]
    .map((byte) => (byte < 24 ? '' : '18') + byte.toString(16).padStart(2, '0'))
    .join('');
  expect(of(15)).toBe(`829820${integers}${spellHex(15)}`);
});

test('every version from 9 to 15 has a key of its own, no other has one', () => {
  expect(Object.keys(SPELL_VKS).map(Number)).toEqual([9, 10, 11, 12, 13, 14, 15]);
  expect(new Set(Object.values(SPELL_VKS)).size).toBe(7);
  for (const version of [0, 8, 16, 4_294_967_295]) {
    expect(codeOf(() => publicValues({ ...spell, version }))).toBe('SPELL_VERSION_UNSUPPORTED');
  }
});

test('h is SHA-256 of the public values with the top three bits cleared', () => {
  for (const version of [9, 10, 11, 12, 13, 14, 15]) {
    const plain = sha256(publicValues({ ...spell, version }));
    const hash = hashPublicValues({ ...spell, version });
    expect(hash[0]).toBe((plain[0] ?? 0) % 32);
    expect(hash.subarray(1)).toEqual(plain.subarray(1));
  }
});

test('a spell without ins or coins commits to nothing', () => {
  const { ins, coins, ...tx } = spell.tx;
  expect(ins).toBeDefined();
  expect(codeOf(() => publicValues({ ...spell, tx: { ...tx, ...(coins && { coins }) } }))).toBe(
    'SPELL_FIELD_MISSING',
  );
  expect(codeOf(() => publicValues({ ...spell, tx: { ...tx, ...(ins && { ins }) } }))).toBe(
    'SPELL_FIELD_MISSING',
  );
});
