import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../bytes.ts';
import { mutated } from '../testing/arbitraries.ts';
import { codeOf } from '../testing/code-of.ts';
import { MAINNET_SPELLS, mainnetSpell } from '../testing/vectors.ts';
import { encodeSignedSpell } from './codec.ts';
import { isSpellScript, parseSpellScript, spellScript } from './script.ts';
import type { SignedSpell } from './spell.ts';

const MARKER = bytesToHex(new TextEncoder().encode('spell'));
const small: SignedSpell = {
  spell: { version: 15, tx: { outs: [] }, appPublicInputs: [] },
  proof: new Uint8Array(),
};
const payload = bytesToHex(encodeSignedSpell(small));
const push = (payload.length / 2).toString(16).padStart(2, '0');

function refusal(hex: string) {
  return codeOf(() => parseSpellScript(hexToBytes(hex)));
}

test.each(MAINNET_SPELLS)(
  '$name: the script is OP_RETURN push("spell") push(CBOR [spell, proof])',
  ({ tx, found }) => {
    const script = tx.outputs[found.opReturnIndex]?.script ?? new Uint8Array();
    expect(bytesToHex(script)).toMatch(new RegExp(`^6a05${MARKER}4d`));
    expect(spellScript(found)).toEqual(script);
    expect(parseSpellScript(script)?.proof).toEqual(found.proof);
  },
);

test('ins and coins are left out of the script', () => {
  const { found } = mainnetSpell(12);
  expect(found.spell.tx.ins).toBeDefined();
  const { tx } = parseSpellScript(spellScript(found))?.spell ?? small.spell;
  expect(tx).not.toHaveProperty('ins');
  expect(tx).not.toHaveProperty('coins');
});

test.each([0, 34, 35, 36, 216, 217, 300, 65_600])(
  'a proof of %i bytes is pushed with the shortest opcode',
  (length) => {
    const script = spellScript({ ...small, proof: new Uint8Array(length) });
    const size = encodeSignedSpell({ ...small, proof: new Uint8Array(length) }).length;
    const opcode = script[7] ?? 0;
    expect(opcode).toBe(size < 76 ? size : size <= 0xff ? 76 : size <= 0xffff ? 77 : 78);
    expect(parseSpellScript(script)?.proof).toHaveLength(length);
  },
);

test.each([
  ['nothing', ''],
  ['a bare OP_RETURN', '6a'],
  ['another marker', `6a057370656c6d${push}${payload}`],
  ['the marker as first push', `05${MARKER}${push}${payload}`],
  ['the marker cut off', '6a057370656c'],
  ['P2WPKH', `0014${'73'.repeat(20)}`],
  ['P2TR', `5120${'73'.repeat(32)}`],
  ['a push with its length missing', '6a4d05'],
  ['a push longer than the script', `6a4effffffff${MARKER}`],
])('no spell output: %s', (_, hex) => {
  expect(parseSpellScript(hexToBytes(hex))).toBeUndefined();
});

test.each([
  ['no payload', `6a05${MARKER}`],
  ['payload cut off', `6a05${MARKER}4c${push}${payload.slice(2)}`],
  ['something after the payload', `6a05${MARKER}${push}${payload}00`],
  ['payload pushed by a longer opcode', `6a05${MARKER}4c${push}${payload}`],
  ['marker pushed by a longer opcode', `6a4c05${MARKER}${push}${payload}`],
  ['another first instruction', `5105${MARKER}${push}${payload}`],
])('malformed spell output: %s', (_, hex) => {
  expect(isSpellScript(hexToBytes(hex))).toBe(true);
  expect(refusal(hex)).toBe('SPELL_SCRIPT_MALFORMED');
});

test('a payload that is not [spell, proof] is refused', () => {
  expect(refusal(`6a05${MARKER}0100`)).toBe('CBOR_UNEXPECTED');
  expect(refusal(`6a05${MARKER}00`)).toBe('CBOR_TRUNCATED');
});

test.each([
  ['ins', { ins: [] }, 'SPELL_INS_PRESENT'],
  ['coins', { coins: [] }, 'SPELL_COINS_PRESENT'],
])('%s present on chain are refused', (_, tx, code) => {
  const given = encodeSignedSpell({ ...small, spell: { ...small.spell, tx: { ...tx, outs: [] } } });
  const opcode = given.length.toString(16).padStart(2, '0');
  expect(refusal(`6a05${MARKER}${opcode}${bytesToHex(given)}`)).toBe(code);
});

/** The script of the V12 mainnet spell with part of its payload spelt another way. */
function respelt(part: string, other: string): string {
  const given = bytesToHex(encodeSignedSpell(parseSpellScript(spellScript(mainnetSpell(12).found)) ?? small));
  expect(given.split(part)).toHaveLength(2);
  const changed = given.replace(part, other);
  const size = changed.length / 2;
  const lengthBytes = [size & 0xff, size >> 8].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `6a05${MARKER}4d${lengthBytes}${changed}`;
}

const key = (name: string) => (0x60 + name.length).toString(16) + bytesToHex(new TextEncoder().encode(name));

test.each([
  ['a longer integer', `${key('version')}0c`, `${key('version')}180c`, 'CBOR_NOT_CANONICAL'],
  ['a longer integer in the proof', '9901640e1878', '990164180e1878', 'CBOR_NOT_CANONICAL'],
  ['a longer array head', `${key('outs')}84`, `${key('outs')}9804`, 'CBOR_NOT_CANONICAL'],
  ['a longer text head', key('outs'), `7804${key('outs').slice(2)}`, 'CBOR_NOT_CANONICAL'],
  ['an amount as a bignum', '1b00000002b369f400', 'c24502b369f400', 'CBOR_UNSUPPORTED'],
  ['an array without length', `${key('outs')}84`, `${key('outs')}9f`, 'CBOR_UNSUPPORTED'],
])('the mainnet payload with %s is refused', (_, part, other, code) => {
  expect(refusal(respelt(part, other))).toBe(code);
});

test('whatever reads as a spell is byte for byte what would be written', () => {
  const script = spellScript(mainnetSpell(9).found);
  fc.assert(
    fc.property(mutated(script), (bytes) => {
      codeOf(() => {
        const signed = parseSpellScript(bytes);
        if (signed !== undefined) expect(spellScript(signed)).toEqual(bytes);
      });
    }),
    { numRuns: 2_000 },
  );
});
