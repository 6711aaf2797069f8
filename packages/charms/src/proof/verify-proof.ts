import { equalBytes } from '../bytes.ts';
import { CharmsError } from '../errors.ts';
import type { NormalizedSpell } from '../spell/spell.ts';
import { decodeInput, decodeProof, PROOF_BYTES, verifyGroth16, weightedSum } from './groth16.ts';
import { hashPublicValues } from './public-values.ts';
import { type VersionRules, versionRules } from './version-rules.ts';

const PREFIX_BYTES = 4;
const WORD_BYTES = 32;

/**
 * Checks that the proof proves the spell, which must be whole (ins and coins).
 * @throws CharmsError `PROOF_*` when it does not, `SPELL_VERSION_UNSUPPORTED`
 */
export function assertProof(spell: NormalizedSpell, proof: Uint8Array): void {
  assertProofOfHash(versionRules(spell.version), hashPublicValues(spell), proof);
}

/** Checks run from cheap to dear, so that malformed proofs cost next to nothing. */
export function assertProofOfHash(rules: VersionRules, hash: Uint8Array, proof: Uint8Array): void {
  const wordsBytes = rules.vkRoot === undefined ? 0 : 3 * WORD_BYTES;
  if (proof.length !== PREFIX_BYTES + wordsBytes + PROOF_BYTES) {
    throw new CharmsError(
      'PROOF_LENGTH',
      `${proof.length} bytes are not the length of a proof of this version`,
    );
  }
  if (!equalBytes(proof.subarray(0, PREFIX_BYTES), rules.keyPrefix)) {
    throw new CharmsError('PROOF_KEY_MISMATCH', 'the proof is for another verification key');
  }
  const inputs = [decodeInput(hash)];
  if (rules.vkRoot !== undefined) {
    const word = (index: number) => {
      const start = PREFIX_BYTES + index * WORD_BYTES;
      return proof.subarray(start, start + WORD_BYTES);
    };
    if (word(0).some((byte) => byte !== 0)) throw new CharmsError('PROOF_EXIT_CODE', 'the proven run failed');
    if (!equalBytes(word(1), rules.vkRoot)) {
      throw new CharmsError('PROOF_VK_ROOT', 'the proof is of another proving system release');
    }
    inputs.push(decodeInput(word(2)));
  }
  const points = decodeProof(proof.subarray(PREFIX_BYTES + wordsBytes));
  const inputSum = rules.constantSum.add(weightedSum(rules.variablePoints, inputs));
  if (!verifyGroth16(rules.key, points, inputSum)) {
    throw new CharmsError('PROOF_REJECTED', 'the proof does not prove this spell in this transaction');
  }
}
