import {
  CURRENT_SPELL_VERSION,
  formatOutPoint,
  type NormalizedSpell,
  type OutPoint,
  type SpellCoin,
  TAG,
} from '@charmbills/charms';
import { ProveRefusedError } from '../errors.ts';

/** A spell that names its inputs and its coins. */
export interface WholeSpell {
  readonly spell: NormalizedSpell;
  readonly ins: readonly OutPoint[];
  readonly refs: readonly OutPoint[];
  readonly coins: readonly SpellCoin[];
}

const UINT64_MAX = 2n ** 64n - 1n;

/**
 * The rules that a spell keeps by itself: docs/protocols/charms.md "Exactness rules".
 * @throws ProveRefusedError
 */
export function checkSpell(spell: NormalizedSpell): WholeSpell {
  if (spell.version !== CURRENT_SPELL_VERSION) {
    throw new ProveRefusedError(
      'SPELL_VERSION_NOT_CURRENT',
      `spell version ${spell.version}, this prover takes ${CURRENT_SPELL_VERSION} only`,
    );
  }
  if (spell.mock !== true) {
    throw new ProveRefusedError(
      'SPELL_NOT_MOCK',
      'this prover makes mock proofs: the spell must say mock: true',
    );
  }
  checkFeatures(spell);
  const { ins = [], refs = [], coins, outs } = spell.tx;
  if (ins.length === 0) throw new ProveRefusedError('SPELL_WITHOUT_INPUTS', 'ins must be present');
  if (coins?.length !== outs.length) {
    throw new ProveRefusedError(
      'COINS_NOT_MATCHING_OUTS',
      `${coins?.length ?? 'no'} coins for ${outs.length} outs`,
    );
  }
  if (coins.some(({ content }) => content !== undefined)) {
    throw new ProveRefusedError('SPELL_MALFORMED', 'coins have no content on Bitcoin');
  }
  checkDistinct(ins);
  checkTokenAmounts(spell);
  return { spell, ins, refs, coins };
}

function checkFeatures({ tx, versionedApps }: NormalizedSpell): void {
  const present = {
    beamed_outs: tx.beamedOuts?.size,
    scrolls: tx.scrolls?.length,
    versioned_apps: versionedApps === undefined ? 0 : 1,
  };
  for (const [feature, entries = 0] of Object.entries(present)) {
    if (entries > 0)
      throw new ProveRefusedError('FEATURE_UNSUPPORTED', `${feature} is not served by this prover`);
  }
}

function checkDistinct(ins: readonly OutPoint[]): void {
  const seen = new Set<string>();
  for (const input of ins.map(formatOutPoint)) {
    if (seen.has(input)) throw new ProveRefusedError('INPUT_REPEATED', `${input} is spent twice`);
    seen.add(input);
  }
}

function checkTokenAmounts({ tx, appPublicInputs }: NormalizedSpell): void {
  for (const [output, charms] of tx.outs.entries()) {
    for (const [index, amount] of charms) {
      if (appPublicInputs[index]?.[0].tag !== TAG.token) continue;
      if (typeof amount !== 'bigint' || amount <= 0n || amount > UINT64_MAX) {
        throw new ProveRefusedError(
          'TOKEN_AMOUNT_INVALID',
          `output ${output}: a token amount is a positive integer of 64 bits`,
        );
      }
    }
  }
}
