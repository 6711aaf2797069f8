import { buildSpell, mockProof, type ParsedTx, spellScript, subscriptionApp } from '@charmbills/charms';
import { expect, test } from 'vitest';
import { mayCarryCharms } from './carries-charms.ts';

const app = subscriptionApp('ab'.repeat(32), 'cd'.repeat(32));
const dest = new Uint8Array(22);
const ins = [{ txid: '11'.repeat(32), vout: 0 }];
const outs = [
  { coin: { amountSats: 5_000n, dest } },
  { coin: { amountSats: 1_000n, dest }, charms: [[app, 2n]] as const },
];

function transaction(scripts: readonly Uint8Array[], witness: readonly Uint8Array[] = []): ParsedTx {
  return {
    txid: '99'.repeat(32),
    version: 2,
    locktime: 0,
    inputs: ins.map((prevout) => ({ prevout, scriptSig: new Uint8Array(), sequence: 0xffff_ffff, witness })),
    outputs: scripts.map((script) => ({ amountSats: 1_000n, script })),
  };
}

const mock = buildSpell({ ins, outs, mock: true });
const valid = spellScript({ spell: mock, proof: mockProof(mock) });
const invalid = spellScript({ spell: mock, proof: Uint8Array.of(1, 2, 3) });

test('outputs of a transaction without a spell carry nothing', () => {
  expect(mayCarryCharms(transaction([dest, dest]), 0)).toBe(false);
});

test.each([
  ['valid', valid],
  ['invalid', invalid],
])('an output on which a %s spell puts something is kept, its neighbours are free', (_, script) => {
  const parent = transaction([dest, dest, script, dest]);
  expect([0, 1, 2, 3].map((vout) => mayCarryCharms(parent, vout))).toEqual([false, true, false, false]);
});

test('where a spell cannot be read every output is kept', () => {
  const cutOff = valid.slice(0, valid.length - 1);
  expect(mayCarryCharms(transaction([dest, cutOff]), 0)).toBe(true);
  expect(mayCarryCharms(transaction([dest, valid, valid]), 0)).toBe(true);
});

test('where a witness holds a spell of the old kind every output is kept', () => {
  const envelope = Buffer.concat([
    Buffer.from('20', 'hex'),
    Buffer.from('006305', 'hex'),
    Buffer.from('spell'),
  ]);
  expect(mayCarryCharms(transaction([dest], [new Uint8Array(64), envelope]), 0)).toBe(true);
  expect(mayCarryCharms(transaction([dest], [new Uint8Array(64), Buffer.from('spell')]), 0)).toBe(false);
});
