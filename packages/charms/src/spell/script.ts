import { nextPush, pushOf } from '../bitcoin/push.ts';
import { equalBytes, plainBytes } from '../bytes.ts';
import { CharmsError } from '../errors.ts';
import { decodeSignedSpell, encodeSignedSpell } from './codec.ts';
import type { NormalizedSpell, SignedSpell } from './spell.ts';

const OP_RETURN = 0x6a;
/** ASCII "spell" */
const MARKER = Uint8Array.of(0x73, 0x70, 0x65, 0x6c, 0x6c);
const PREFIX = Uint8Array.of(OP_RETURN, MARKER.length, ...MARKER);

/**
 * The scriptPubKey that carries a spell: `OP_RETURN push("spell") push(CBOR [spell, proof])`.
 * Inputs and coins are left out, since the transaction itself states them.
 */
export function spellScript({ spell, proof }: SignedSpell): Uint8Array {
  const payload = encodeSignedSpell({ spell: withoutInsAndCoins(spell), proof });
  const push = pushOf(payload.length);
  const script = new Uint8Array(PREFIX.length + push.length + payload.length);
  script.set(PREFIX);
  script.set(push, PREFIX.length);
  script.set(payload, PREFIX.length + push.length);
  return script;
}

/**
 * Reads the spell in a scriptPubKey, undefined when it carries none.
 *
 * Whatever pushes "spell" as its second instruction counts as a spell output, since that is what
 * the protocol's own client counts; one that is not exactly {@link spellScript}'s form is malformed.
 * @throws CharmsError
 */
export function parseSpellScript(scriptPubKey: Uint8Array): SignedSpell | undefined {
  const script = plainBytes(scriptPubKey);
  if (!isSpellScript(script)) return undefined;
  if (!equalBytes(script.subarray(0, PREFIX.length), PREFIX)) {
    throw malformed('does not start as a spell does');
  }
  const payload = nextPush(script, PREFIX.length);
  if (payload === undefined || payload.end !== script.length) throw malformed('expected exactly one payload');
  const length = payload.end - payload.start;
  if (payload.start - PREFIX.length !== pushOf(length).length) throw malformed('push is not the shortest');
  const signed = decodeSignedSpell(script.subarray(payload.start, payload.end));
  if (signed.spell.tx.ins !== undefined) {
    throw new CharmsError('SPELL_INS_PRESENT', 'the inputs of a spell are those of its transaction');
  }
  if (signed.spell.tx.coins !== undefined) {
    throw new CharmsError('SPELL_COINS_PRESENT', 'the coins of a spell are those of its transaction');
  }
  return signed;
}

/** Whether the second instruction pushes "spell". Runs on every output of every block. */
export function isSpellScript(script: Uint8Array): boolean {
  if (script.length < PREFIX.length) return false;
  const first = nextPush(script, 0);
  const marker = first && nextPush(script, first.end);
  if (marker === undefined || marker.end - marker.start !== MARKER.length) return false;
  return equalBytes(script.subarray(marker.start, marker.end), MARKER);
}

function withoutInsAndCoins(spell: NormalizedSpell): NormalizedSpell {
  const { ins: _ins, coins: _coins, ...tx } = spell.tx;
  return { ...spell, tx };
}

function malformed(message: string): CharmsError {
  return new CharmsError('SPELL_SCRIPT_MALFORMED', `spell output ${message}`);
}
