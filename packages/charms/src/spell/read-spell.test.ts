import { expect, test } from 'vitest';
import type { ParsedTx } from '../bitcoin/transaction.ts';
import { codeOf } from '../testing/code-of.ts';
import { MAINNET_SPELLS, mainnetSpell } from '../testing/vectors.ts';
import { readSpell } from './read-spell.ts';
import { spellScript } from './script.ts';

test.each(MAINNET_SPELLS)('$name: version, apps and proof are read', ({ facts, found, tx }) => {
  expect(found.spell.version).toBe(facts.version);
  expect(found.spell.appPublicInputs).toHaveLength(facts.apps);
  expect(found.proof).toHaveLength(facts.proofBytes);
  expect(found.spell.tx.coins).toEqual(
    tx.outputs
      .slice(0, found.spell.tx.outs.length)
      .map(({ amountSats, script }) => ({ amount: amountSats, dest: script })),
  );
});

test('from version 10 on, every input belongs to the spell', () => {
  const { tx, found } = mainnetSpell(12);
  expect(found.spell.tx.ins).toEqual(tx.inputs.map((input) => input.prevout));
});

test('in version 9, the last input is a funding input outside the spell', () => {
  const { tx, found } = mainnetSpell(9);
  expect(found.spell.tx.ins).toEqual(tx.inputs.slice(0, -1).map((input) => input.prevout));
});

test('version 9 beams an output out', () => {
  const beamed = mainnetSpell(9).found.spell.tx.beamedOuts;
  expect([...(beamed ?? [])].map(([index, hash]) => [index, hash.length])).toEqual([[0, 32]]);
});

function withOutputs(tx: ParsedTx, change: (outputs: ParsedTx['outputs']) => ParsedTx['outputs']): ParsedTx {
  return { ...tx, outputs: change(tx.outputs) };
}

test('a transaction without a spell output carries no spell', () => {
  const { tx, found } = mainnetSpell(12);
  const without = withOutputs(tx, (outputs) => outputs.filter((_, index) => index !== found.opReturnIndex));
  expect(readSpell(without)).toBeUndefined();
  expect(readSpell(withOutputs(tx, () => []))).toBeUndefined();
});

test('more than one spell output is refused, a malformed one counted', () => {
  const { tx } = mainnetSpell(12);
  const bare = Uint8Array.of(0x6a, 5, ...new TextEncoder().encode('spell'));
  for (const script of [spellScript(mainnetSpell(12).found), bare]) {
    const twice = withOutputs(tx, (outputs) => [...outputs, { amountSats: 0n, script }]);
    expect(codeOf(() => readSpell(twice))).toBe('SPELL_SEVERAL_OUTPUTS');
  }
});

test('a spell with more outputs than its transaction is refused', () => {
  const { tx, found } = mainnetSpell(12);
  const short = withOutputs(tx, (outputs) => outputs.slice(found.opReturnIndex));
  expect(codeOf(() => readSpell(short))).toBe('SPELL_OUTS_EXCEED_OUTPUTS');
});
