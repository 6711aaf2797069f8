import { expect, test } from 'vitest';
import { formatApp } from '../app.ts';
import { codeOf } from '../testing/code-of.ts';
import { mainnetSpell } from '../testing/vectors.ts';
import { charmsByOutput } from './charms-by-output.ts';

const TOKEN =
  't/3d7fe7e4cea6121947af73d70e5119bebd8aa5b7edfe74bfaf6e779a1847bd9b/c975d4e0c292fb95efbda5c13312d6ac1d8b5aeff7f0f1e5578645a2da70ff5f';

test('charms by vout, apps in place of their index', () => {
  const charms = charmsByOutput(mainnetSpell(12).found.spell);
  expect(charms.map((onOutput) => onOutput.map(([app, charm]) => [formatApp(app), charm]))).toEqual([
    [[TOKEN, 11_600_000_000n]],
    [],
    [],
    [[TOKEN, 94_200_000_000n]],
  ]);
});

test('a beamed output carries nothing here', () => {
  const { spell } = mainnetSpell(9).found;
  expect(spell.tx.outs[0]?.size).toBe(1);
  expect(charmsByOutput(spell).map((charms) => charms.length)).toEqual([0, 1]);
});

test('an index no app has is refused', () => {
  const { spell } = mainnetSpell(9).found;
  const broken = { ...spell, appPublicInputs: [] };
  expect(codeOf(() => charmsByOutput(broken))).toBe('SPELL_APP_INDEX_OUT_OF_RANGE');
});
