import type { App } from '../app.ts';
import type { Data } from '../cbor/index.ts';
import { CharmsError } from '../errors.ts';
import type { NormalizedSpell } from './spell.ts';

/**
 * The charms on each output according to the spell, by output index.
 * A beamed output has none: its charms have left for another chain and cannot be spent here.
 */
export function charmsByOutput(spell: NormalizedSpell): ReadonlyArray<readonly (readonly [App, Data])[]> {
  return spell.tx.outs.map((charms, output) =>
    spell.tx.beamedOuts?.has(output)
      ? []
      : Array.from(charms, ([index, charm]) => [appAt(spell, index), charm] as const),
  );
}

function appAt(spell: NormalizedSpell, index: number): App {
  const entry = spell.appPublicInputs[index];
  if (entry === undefined) throw new CharmsError('SPELL_APP_INDEX_OUT_OF_RANGE', `no app has index ${index}`);
  return entry[0];
}
