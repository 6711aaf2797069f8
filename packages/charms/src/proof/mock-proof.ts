import { equalBytes } from '../bytes.ts';
import { CharmsError } from '../errors.ts';
import type { NormalizedSpell } from '../spell/spell.ts';
import { hashPublicValues } from './public-values.ts';

/** ASCII "mock" */
const PREFIX = Uint8Array.of(0x6d, 0x6f, 0x63, 0x6b);

/**
 * The stand-in for a proof on regtest: "mock" and the hash a real proof would commit to. It binds
 * the spell to its transaction and proves nothing.
 * @throws CharmsError unless the spell is whole (ins, coins) and says `mock: true`
 */
export function mockProof(spell: NormalizedSpell): Uint8Array {
  if (spell.mock !== true) throw new CharmsError('SPELL_FIELD_INVALID', 'only a mock spell has a mock proof');
  const hash = hashPublicValues(spell);
  const proof = new Uint8Array(PREFIX.length + hash.length);
  proof.set(PREFIX);
  proof.set(hash, PREFIX.length);
  return proof;
}

/** @throws CharmsError `PROOF_MOCK_MISMATCH` unless the proof is the mock of this very spell */
export function assertMockProof(spell: NormalizedSpell, proof: Uint8Array): void {
  if (!equalBytes(proof, mockProof(spell))) {
    throw new CharmsError('PROOF_MOCK_MISMATCH', 'the mock proof is of another spell');
  }
}
