/**
 * What a proof commits to, shown byte by byte: every byte of each mainnet transaction is changed in
 * turn, and the verdict must follow from where the byte lies.
 *
 * Reading is checked for every byte. The pairing (some 20 ms) is needed only where the change still
 * reads as a spell: there the hash the proof commits to is compared for every byte, and the pairing
 * run for a fixed sample. Changes of the proof itself are all verified in full.
 */
import { expect, test, vi } from 'vitest';
import { parseTransaction } from './bitcoin/transaction.ts';
import { bytesToHex } from './bytes.ts';
import { CharmsError } from './errors.ts';
import { hashPublicValues } from './proof/public-values.ts';
import { type FoundSpell, readSpell } from './spell/read-spell.ts';
import { MAINNET_SPELLS, type MainnetSpell } from './testing/vectors.ts';
import { verifySpell } from './verify-spell.ts';

/** Some hundred pairings: seconds on an idle machine, more on a busy one. */
vi.setConfig({ testTimeout: 120_000 });

/** Every how many of the changes that reach the pairing it is run. */
const SAMPLE = 8;
/** One bit, each in its turn, and all bits. */
const CHANGES: readonly ((index: number) => number)[] = [(index) => 1 << (index % 8), () => 0xff];

/** For each byte of the raw transaction, whether the proof commits to it. */
function committedBytes({ raw, tx, facts, found }: MainnetSpell): boolean[] {
  const committed = new Array<boolean>(raw.length).fill(false);
  const mark = (start: number, length: number) => committed.fill(true, start, start + length);
  let at = 4 + 2 + 1;
  tx.inputs.forEach((input, index) => {
    const funding = facts.version <= 9 && index === tx.inputs.length - 1;
    if (!funding) mark(at, 36);
    at += 36 + 1 + input.scriptSig.length + 4;
  });
  at += 1;
  tx.outputs.forEach(({ script }, index) => {
    const lengthBytes = script.length < 0xfd ? 1 : 3;
    if (index < found.spell.tx.outs.length) mark(at, 8 + lengthBytes + script.length);
    if (index === found.opReturnIndex) mark(at + 8, lengthBytes + script.length);
    at += 8 + lengthBytes + script.length;
  });
  return committed;
}

type Reading = { readonly code: string } | { readonly found: FoundSpell; readonly hash: string };

function read(raw: Uint8Array): Reading {
  try {
    const found = readSpell(parseTransaction(raw));
    if (found === undefined) return { code: 'SPELL_NOT_FOUND' };
    return { found, hash: bytesToHex(hashPublicValues(found.spell)) };
  } catch (error) {
    if (error instanceof CharmsError) return { code: error.code };
    throw error;
  }
}

test.each(MAINNET_SPELLS)(
  '$name: changing any byte of spell, proof, inputs or coins is refused',
  (vector) => {
    const { raw, found } = vector;
    const hash = bytesToHex(hashPublicValues(found.spell));
    const proof = bytesToHex(found.proof);
    const counts = { refusedAtReading: 0, otherHash: 0, otherProof: 0, pairings: 0 };

    committedBytes(vector).forEach((committed, index) => {
      if (!committed) return;
      for (const change of CHANGES) {
        const changed = raw.slice();
        changed[index] = (changed[index] ?? 0) ^ change(index);
        const reading = read(changed);
        if ('code' in reading) {
          counts.refusedAtReading += 1;
          expect(verifySpell(changed)).toMatchObject({ valid: false, reason: reading.code });
        } else if (reading.hash !== hash) {
          counts.otherHash += 1;
          if (counts.otherHash % SAMPLE !== 0) continue;
          counts.pairings += 1;
          expect(verifySpell(changed)).toMatchObject({
            valid: false,
            reason: expect.stringMatching(/^PROOF_/),
          });
        } else {
          counts.otherProof += 1;
          expect(bytesToHex(reading.found.proof), `byte ${index}`).not.toBe(proof);
          expect(verifySpell(changed)).toMatchObject({
            valid: false,
            reason: expect.stringMatching(/^PROOF_/),
          });
        }
      }
    });

    expect(counts.refusedAtReading).toBeGreaterThan(100);
    expect(counts.otherHash).toBeGreaterThan(100);
    expect(counts.otherProof).toBeGreaterThan(100);
    expect(counts.pairings).toBeGreaterThan(10);
  },
);

test.each(MAINNET_SPELLS)('$name: signatures, sequences, lock time and other outputs are free', (vector) => {
  const { raw, found } = vector;
  const hash = bytesToHex(hashPublicValues(found.spell));
  let stillValid = 0;
  committedBytes(vector).forEach((committed, index) => {
    if (committed) return;
    const changed = raw.slice();
    changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8));
    const reading = read(changed);
    if ('code' in reading) {
      // Counts and lengths: the bytes are no transaction any more.
      expect(reading.code).toBe('TX_MALFORMED');
      return;
    }
    expect(reading.hash).toBe(hash);
    expect(reading.found.proof).toEqual(found.proof);
    stillValid += 1;
    if (stillValid % SAMPLE === 0) expect(verifySpell(changed).valid).toBe(true);
  });
  expect(stillValid).toBeGreaterThan(200);
});
