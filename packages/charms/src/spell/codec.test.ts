import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../bytes.ts';
import { arbitrarySpell, mutated } from '../testing/arbitraries.ts';
import { codeOf } from '../testing/code-of.ts';
import { decodeSpell, encodeSpell } from './codec.ts';
import type { NormalizedSpell } from './spell.ts';

const identity = `${'00'.repeat(31)}18`;
const vk = 'ff'.repeat(32);
const app = { tag: 'n', identity, vk };
const text = (value: string) =>
  (0x60 + value.length).toString(16) + bytesToHex(new TextEncoder().encode(value));

/** `{version: 15, tx: {outs: [{0: 5}]}, app_public_inputs: {app: null}}` written out by hand. */
const VERSION = `${text('version')}0f`;
const OUTS = `${text('outs')}81a10005`;
const APP = `83616e9820${'00'.repeat(31)}18189820${'18ff'.repeat(32)}`;
const APPS = `${text('app_public_inputs')}a1${APP}f6`;
const spell: NormalizedSpell = {
  version: 15,
  tx: { outs: [new Map([[0, 5n]])] },
  appPublicInputs: [[app, null]],
};

function spellHex(tx = `a1${OUTS}`, rest = '', fields = 3): string {
  return `a${fields}${VERSION}${text('tx')}${tx}${APPS}${rest}`;
}

function refusal(hex: string) {
  return codeOf(() => decodeSpell(hexToBytes(hex)));
}

test('text-keyed maps in field order, app ids as integers, absent options left out', () => {
  expect(bytesToHex(encodeSpell(spell))).toBe(spellHex());
  expect(decodeSpell(hexToBytes(spellHex()))).toEqual(spell);
});

test('every optional field in its place and form', () => {
  const utxoId = `5824${'11'.repeat(32)}02000000`;
  const outPoint = { txid: '11'.repeat(32), vout: 2 };
  const whole: NormalizedSpell = {
    ...spell,
    tx: {
      ins: [outPoint],
      refs: [],
      outs: [new Map([[0, 5n]])],
      beamedOuts: new Map([[1, new Uint8Array(32)]]),
      coins: [{ amount: 2n ** 53n + 1n, dest: Uint8Array.of(0x51, 24), content: null }],
      scrolls: [0, 300],
    },
    versionedApps: new Map([[1n, 2n]]),
    mock: true,
  };
  const tx =
    `a6${text('ins')}81${utxoId}${text('refs')}80${OUTS}` +
    `${text('beamed_outs')}a1019820${'00'.repeat(32)}` +
    `${text('coins')}81a3${text('amount')}1b0020000000000001${text('dest')}8218511818${text('content')}f6` +
    `${text('scrolls')}820019012c`;
  const rest = `${text('versioned_apps')}a10102${text('mock')}f5`;
  expect(bytesToHex(encodeSpell(whole))).toBe(spellHex(tx, rest, 5));
  expect(decodeSpell(hexToBytes(spellHex(tx, rest, 5)))).toEqual(whole);
});

test('any spell survives byte for byte', () => {
  fc.assert(
    fc.property(arbitrarySpell, (any) => {
      expect(decodeSpell(encodeSpell(any))).toEqual(any);
    }),
    { numRuns: 300 },
  );
});

test('bytes near to a spell decode exactly or are refused with a typed code', () => {
  fc.assert(
    fc.property(
      arbitrarySpell.map(encodeSpell).chain((valid) => mutated(valid)),
      (bytes) => {
        codeOf(() => expect(encodeSpell(decodeSpell(bytes))).toEqual(bytes));
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each([
  ['unknown field', spellHex(`a1${OUTS}`, `${text('extra')}00`, 4), 'SPELL_FIELD_UNKNOWN'],
  ['unknown field of tx', spellHex(`a2${OUTS}${text('extra')}00`), 'SPELL_FIELD_UNKNOWN'],
  ['field given twice', spellHex(`a2${OUTS}${OUTS}`), 'SPELL_FIELD_UNKNOWN'],
  ['fields out of order', spellHex(`a2${OUTS}${text('ins')}80`), 'SPELL_FIELD_UNKNOWN'],
  ['version missing', `a2${text('tx')}a1${OUTS}${APPS}`, 'SPELL_FIELD_MISSING'],
  ['outs missing', spellHex('a0'), 'SPELL_FIELD_MISSING'],
  ['app_public_inputs missing', `a2${VERSION}${text('tx')}a1${OUTS}`, 'SPELL_FIELD_MISSING'],
  ['mock: false written out', spellHex(`a1${OUTS}`, `${text('mock')}f4`, 4), 'SPELL_FIELD_INVALID'],
  ['mock: 1', spellHex(`a1${OUTS}`, `${text('mock')}01`, 4), 'CBOR_UNEXPECTED'],
  ['versioned_apps empty', spellHex(`a1${OUTS}`, `${text('versioned_apps')}a0`, 4), 'SPELL_FIELD_INVALID'],
  [
    'versioned_apps not a map',
    spellHex(`a1${OUTS}`, `${text('versioned_apps')}01`, 4),
    'SPELL_FIELD_INVALID',
  ],
  [
    'charm of an app that is not listed',
    spellHex(`a1${text('outs')}81a10105`),
    'SPELL_APP_INDEX_OUT_OF_RANGE',
  ],
  ['app index repeated', spellHex(`a1${text('outs')}81a200050005`), 'SPELL_FIELD_INVALID'],
  ['UtxoId of 35 bytes', spellHex(`a2${text('ins')}815823${'11'.repeat(35)}${OUTS}`), 'OUTPOINT_INVALID'],
  ['UtxoId as text', spellHex(`a2${text('ins')}816161${OUTS}`), 'CBOR_UNEXPECTED'],
  ['scrolls not ascending', spellHex(`a2${OUTS}${text('scrolls')}820100`), 'SPELL_FIELD_INVALID'],
  [
    'beamed hash of 31 bytes',
    spellHex(`a2${OUTS}${text('beamed_outs')}a100981f${'00'.repeat(31)}`),
    'CBOR_UNEXPECTED',
  ],
  [
    'amount above 64 bits',
    spellHex(`a2${OUTS}${text('coins')}81a2${text('amount')}c249${'01'.repeat(9)}${text('dest')}80`),
    'CBOR_UNEXPECTED',
  ],
  [
    'dest as a byte string',
    spellHex(`a2${OUTS}${text('coins')}81a2${text('amount')}00${text('dest')}4151`),
    'CBOR_UNEXPECTED',
  ],
  [
    'dest with an integer above 255',
    spellHex(`a2${OUTS}${text('coins')}81a2${text('amount')}00${text('dest')}81190100`),
    'CBOR_OUT_OF_RANGE',
  ],
  [
    'version above 32 bits',
    spellHex().replace(VERSION, `${text('version')}1b0000000100000000`),
    'CBOR_OUT_OF_RANGE',
  ],
  [
    'version not in shortest form',
    spellHex().replace(VERSION, `${text('version')}180f`),
    'CBOR_NOT_CANONICAL',
  ],
  ['identity byte not in shortest form', spellHex().replace('1818', '190018'), 'CBOR_NOT_CANONICAL'],
  ['map length not in shortest form', `b803${spellHex().slice(2)}`, 'CBOR_NOT_CANONICAL'],
  ['map of indefinite length', `bf${spellHex().slice(2)}ff`, 'CBOR_UNSUPPORTED'],
  ['tag of two characters', spellHex().replace('616e98', '626e6e98'), 'APP_INVALID'],
  ['bytes left over', `${spellHex()}00`, 'CBOR_TRAILING_BYTES'],
  ['four billion outputs', spellHex(`a1${text('outs')}9affffffff`), 'CBOR_TRUNCATED'],
])('refused: %s', (_, hex, code) => {
  expect(refusal(hex)).toBe(code);
});

test('a million outputs are refused before they take memory', () => {
  const head = hexToBytes(`a3${VERSION}${text('tx')}a1${text('outs')}9a000f4240`);
  const hostile = new Uint8Array(head.length + 1_000_000).fill(0xa0);
  hostile.set(head);
  expect(codeOf(() => decodeSpell(hostile))).toBe('CBOR_TOO_LARGE');
});

test.each([
  ['unsorted', [{ ...app, tag: 't' }, app]],
  ['listed twice', [app, app]],
])('apps %s are refused in both directions', (_, [first, second]) => {
  const appOf = (tag = '') => APP.replace('616e', text(tag));
  const hex = spellHex().replace(
    APPS,
    `${text('app_public_inputs')}a2${appOf(first?.tag)}f6${appOf(second?.tag)}f6`,
  );
  expect(refusal(hex)).toBe('SPELL_APPS_UNSORTED');
  const unsorted = {
    ...spell,
    appPublicInputs: [first, second].flatMap((a) => (a ? [[a, null] as const] : [])),
  };
  expect(codeOf(() => encodeSpell(unsorted))).toBe('SPELL_APPS_UNSORTED');
});

test.each<[string, Partial<NormalizedSpell['tx']>]>([
  [
    'charms not by ascending index',
    {
      outs: [
        new Map([
          [1, 1n],
          [0, 1n],
        ]),
      ],
    },
  ],
  ['a negative index', { beamedOuts: new Map([[-1, new Uint8Array(32)]]) }],
  ['a hash of 31 bytes', { beamedOuts: new Map([[1, new Uint8Array(31)]]) }],
  ['a fractional scroll', { scrolls: [0.5] }],
  ['a negative amount', { coins: [{ amount: -1n, dest: new Uint8Array() }] }],
  ['an amount above 64 bits', { coins: [{ amount: 2n ** 64n, dest: new Uint8Array() }] }],
  ['an amount that is a number', { coins: [{ amount: 5 as never, dest: new Uint8Array() }] }],
  ['a dest that is hex', { coins: [{ amount: 5n, dest: '51' as never }] }],
])('not encoded: %s', (_, tx) => {
  const two = {
    ...spell,
    appPublicInputs: [
      [app, null],
      [{ ...app, tag: 't' }, null],
    ] as const,
  };
  expect(codeOf(() => encodeSpell({ ...two, tx: { ...spell.tx, ...tx } }))).toBe('SPELL_FIELD_INVALID');
});
