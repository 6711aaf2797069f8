import { CharmsError, type ParsedTx, readSpell } from '@charmbills/charms';

/**
 * OP_FALSE OP_IF push("spell"): how spells up to version 8 begin in a witness (docs/protocols/charms.md "Versions").
 */
const ENVELOPE = Buffer.from([0x00, 0x63, 0x05, ...Buffer.from('spell', 'ascii')]);

/**
 * Whether an output may carry charms: whether a spell of its transaction puts something on it, valid or
 * not. Where the spell cannot be read (malformed, or in a witness as of old), every output may. Spending a
 * charm without listing it burns it, so doubt counts as yes.
 */
export function mayCarryCharms(parent: ParsedTx, vout: number): boolean {
  if (parent.inputs.some(({ witness }) => witness.some(holdsEnvelope))) return true;
  try {
    const charms = readSpell(parent)?.spell.tx.outs[vout];
    return charms !== undefined && charms.size > 0;
  } catch (error) {
    if (error instanceof CharmsError) return true;
    throw error;
  }
}

function holdsEnvelope(item: Uint8Array): boolean {
  return Buffer.from(item.buffer, item.byteOffset, item.length).includes(ENVELOPE);
}
