import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes } from '../bytes.ts';
import { CborWriter } from '../cbor/index.ts';
import { CharmsError } from '../errors.ts';
import type { NormalizedSpell } from '../spell/spell.ts';
import { writeSpell } from '../spell/write-spell.ts';
import { SPELL_VKS } from './published-keys.ts';

/** Up to this version the spell's key is committed as `0x…` text, afterwards as 32 integers. */
const LAST_VERSION_WITH_TEXT_KEY = 14;

/**
 * What a proof commits to: CBOR of the version's key and the whole spell.
 * @throws CharmsError `SPELL_VERSION_UNSUPPORTED`, or when ins or coins are missing
 */
export function publicValues(spell: NormalizedSpell): Uint8Array {
  if (spell.tx.ins === undefined || spell.tx.coins === undefined) {
    throw new CharmsError('SPELL_FIELD_MISSING', 'a proof commits to the ins and coins of the spell');
  }
  const spellVk = spellVkOf(spell.version);
  const writer = new CborWriter();
  writer.array(2);
  if (spell.version <= LAST_VERSION_WITH_TEXT_KEY) writer.text(`0x${spellVk}`);
  else writer.byteArray(hexToBytes(spellVk));
  writeSpell(writer, spell);
  return writer.finish();
}

/** SHA-256 of the public values with the top three bits cleared, so that it is below the field's order. */
export function hashPublicValues(spell: NormalizedSpell): Uint8Array {
  const hash = sha256(publicValues(spell));
  hash[0] = (hash[0] ?? 0) & 0x1f;
  return hash;
}

/** @throws CharmsError `SPELL_VERSION_UNSUPPORTED` */
export function spellVkOf(version: number): string {
  const spellVk = SPELL_VKS[version];
  if (spellVk === undefined) {
    throw new CharmsError('SPELL_VERSION_UNSUPPORTED', `spell version ${version} is not supported`);
  }
  return spellVk;
}
