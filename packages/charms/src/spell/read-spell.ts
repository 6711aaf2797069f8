import type { ParsedTx } from '../bitcoin/transaction.ts';
import { CharmsError } from '../errors.ts';
import { isSpellScript, parseSpellScript } from './script.ts';
import type { NormalizedSpell, SignedSpell } from './spell.ts';

/** In version 9 and before, the last input is a funding input outside the spell. */
const LAST_VERSION_WITH_FUNDING_INPUT = 9;

export interface FoundSpell extends SignedSpell {
  readonly opReturnIndex: number;
}

/**
 * Reads the spell of a transaction and rebuilds its ins and coins; undefined when it carries none.
 * Says nothing about the proof: see `verifySpell`.
 * @throws CharmsError when there is a spell output and it, or the spell, is malformed
 */
export function readSpell(tx: ParsedTx): FoundSpell | undefined {
  const opReturnIndex = tx.outputs.findIndex((output) => isSpellScript(output.script));
  const output = tx.outputs[opReturnIndex];
  const signed = output && parseSpellScript(output.script);
  if (signed === undefined) return undefined;
  if (tx.outputs.findLastIndex((output) => isSpellScript(output.script)) !== opReturnIndex) {
    throw new CharmsError('SPELL_SEVERAL_OUTPUTS', 'a transaction carries one spell');
  }
  return { spell: withInsAndCoins(signed.spell, tx), proof: signed.proof, opReturnIndex };
}

function withInsAndCoins(spell: NormalizedSpell, { inputs, outputs }: ParsedTx): NormalizedSpell {
  if (spell.tx.outs.length > outputs.length) {
    throw new CharmsError('SPELL_OUTS_EXCEED_OUTPUTS', 'the spell has more outputs than the transaction');
  }
  const funding = spell.version <= LAST_VERSION_WITH_FUNDING_INPUT ? 1 : 0;
  const ins = inputs.slice(0, inputs.length - funding).map((input) => input.prevout);
  const coins = outputs
    .slice(0, spell.tx.outs.length)
    .map(({ amountSats, script }) => ({ amount: amountSats, dest: script }));
  return { ...spell, tx: { ...spell.tx, ins, coins } };
}
