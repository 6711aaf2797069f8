import { assertCanonical, CborReader, CborWriter } from '../cbor/index.ts';
import { readSpellCbor } from './read-spell-cbor.ts';
import type { NormalizedSpell, SignedSpell } from './spell.ts';
import { writeSpell } from './write-spell.ts';

/**
 * The canonical CBOR of a spell, as it is sent to the prover and, with ins and coins, hashed.
 * @throws CharmsError when the spell breaks a rule of the format
 */
export function encodeSpell(spell: NormalizedSpell): Uint8Array {
  const writer = new CborWriter();
  writeSpell(writer, spell);
  return writer.finish();
}

/**
 * The inverse of {@link encodeSpell}; any other spelling of the same spell is refused.
 * @throws CharmsError
 */
export function decodeSpell(bytes: Uint8Array): NormalizedSpell {
  const reader = new CborReader(bytes);
  const spell = readSpellCbor(reader);
  reader.end();
  assertCanonical(bytes, encodeSpell(spell));
  return spell;
}

/** CBOR of `[spell, proof]`, the payload of the OP_RETURN. */
export function encodeSignedSpell({ spell, proof }: SignedSpell): Uint8Array {
  const writer = new CborWriter();
  writer.array(2);
  writeSpell(writer, spell);
  writer.byteArray(proof);
  return writer.finish();
}

/** The inverse of {@link encodeSignedSpell}; any other spelling is refused. */
export function decodeSignedSpell(bytes: Uint8Array): SignedSpell {
  const reader = new CborReader(bytes);
  reader.array(2);
  const signed = { spell: readSpellCbor(reader), proof: reader.byteArray() };
  reader.end();
  assertCanonical(bytes, encodeSignedSpell(signed));
  return signed;
}
