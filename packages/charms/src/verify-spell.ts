import { type ParsedTx, parseTransaction } from './bitcoin/transaction.ts';
import { CharmsError, type CharmsErrorCode } from './errors.ts';
import { assertMockProof } from './proof/mock-proof.ts';
import { assertProof } from './proof/verify-proof.ts';
import { readSpell } from './spell/read-spell.ts';
import type { NormalizedSpell } from './spell/spell.ts';

export type VerifyResult =
  | { readonly valid: true; readonly spell: NormalizedSpell }
  | { readonly valid: false; readonly reason: CharmsErrorCode; readonly message: string };

export interface VerifyOptions {
  /** Accept spells that say `mock: true` with their mock proof. For regtest only; false by default. */
  readonly allowMock?: boolean;
}

/**
 * Whether a transaction carries a spell whose proof is correct for it: for its inputs, and for as
 * many of its first outputs as the spell has. Never throws.
 *
 * A valid spell says nothing about whether the transaction is signed or confirmed, or its outputs
 * are unspent.
 */
export function verifySpell(tx: ParsedTx | Uint8Array, options: VerifyOptions = {}): VerifyResult {
  try {
    return { valid: true, spell: verifiedSpell(tx, options.allowMock === true) };
  } catch (error) {
    if (error instanceof CharmsError) return { valid: false, reason: error.code, message: error.message };
    return { valid: false, reason: 'ARGUMENT_INVALID', message: 'expected a transaction' };
  }
}

function verifiedSpell(tx: ParsedTx | Uint8Array, allowMock: boolean): NormalizedSpell {
  const found = readSpell(tx instanceof Uint8Array ? parseTransaction(tx) : tx);
  if (found === undefined) throw new CharmsError('SPELL_NOT_FOUND', 'the transaction carries no spell');
  const { spell, proof } = found;
  if (spell.mock !== true) assertProof(spell, proof);
  else if (allowMock) assertMockProof(spell, proof);
  else throw new CharmsError('SPELL_MOCK_REFUSED', 'mock spells are for regtest only');
  return spell;
}
