import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type App, compareApps, formatApp } from '../app.ts';
import type { Data } from '../cbor/index.ts';
import { arbitraryApp, arbitraryOutPoint } from '../testing/arbitraries.ts';
import { codeOf } from '../testing/code-of.ts';
import { buildSpell, type SpellInput } from './build-spell.ts';
import { charmsByOutput } from './charms-by-output.ts';
import { decodeSpell, encodeSpell } from './codec.ts';

const id = '11'.repeat(32);
const nft: App = { tag: 'n', identity: id, vk: id };
const token: App = { tag: 't', identity: id, vk: id };
const onInputOnly: App = { tag: 'a', identity: id, vk: id };
const coin = { amountSats: 1_000n, dest: Uint8Array.of(0x51) };
const genesis = { txid: '22'.repeat(32), vout: 1 };

test('apps are collected, sorted and replaced by their index', () => {
  const spell = buildSpell({
    ins: [genesis],
    refs: [{ ...genesis, vout: 2 }],
    outs: [
      {
        coin,
        charms: [
          [token, 5n],
          [nft, 'state'],
        ],
      },
      { coin },
      { coin, charms: [[nft, null]] },
    ],
    publicInputs: [[onInputOnly, 7n]],
    mock: true,
  });
  expect(spell).toEqual({
    version: 15,
    tx: {
      ins: [genesis],
      refs: [{ ...genesis, vout: 2 }],
      outs: [
        new Map<number, Data>([
          [1, 'state'],
          [2, 5n],
        ]),
        new Map(),
        new Map([[1, null]]),
      ],
      coins: [1, 2, 3].map(() => ({ amount: 1_000n, dest: coin.dest })),
    },
    appPublicInputs: [
      [onInputOnly, 7n],
      [nft, null],
      [token, null],
    ],
    mock: true,
  });
});

test('refs and mock are left out when not given', () => {
  const spell = buildSpell({ ins: [genesis], outs: [], mock: false });
  expect(Object.keys(spell)).toEqual(['version', 'tx', 'appPublicInputs']);
  expect(Object.keys(spell.tx)).toEqual(['ins', 'outs', 'coins']);
});

test('whatever is built encodes, and gives the charms back by output', () => {
  const charms = fc.uniqueArray(fc.tuple(arbitraryApp, fc.bigInt({ min: 1n, max: 99n })), {
    selector: ([app]) => formatApp(app),
    maxLength: 4,
  });
  fc.assert(
    fc.property(fc.array(charms, { maxLength: 4 }), arbitraryOutPoint, (outs, input) => {
      const spell = buildSpell({ ins: [input], outs: outs.map((onOutput) => ({ coin, charms: onOutput })) });
      const sorted = outs.map((onOutput) => [...onOutput].sort(([a], [b]) => compareApps(a, b)));
      expect(charmsByOutput(decodeSpell(encodeSpell(spell)))).toEqual(sorted);
    }),
  );
});

test.each<[string, Partial<SpellInput>]>([
  ['the same input twice', { ins: [genesis, genesis] }],
  [
    'the same app twice on an output',
    {
      outs: [
        {
          coin,
          charms: [
            [nft, 1n],
            [nft, 2n],
          ],
        },
      ],
    },
  ],
  [
    'the same public input twice',
    {
      publicInputs: [
        [nft, null],
        [nft, null],
      ],
    },
  ],
  ['a zero token amount', { outs: [{ coin, charms: [[token, 0n]] }] }],
  ['a token amount that is no integer', { outs: [{ coin, charms: [[token, '5']] }] }],
])('refused: %s', (_, change) => {
  expect(codeOf(() => buildSpell({ ins: [genesis], outs: [], ...change }))).toBe('SPELL_FIELD_INVALID');
});
