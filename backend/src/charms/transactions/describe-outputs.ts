import { parseTransaction, readSpell } from '@charmbills/charms';
import { type BitcoinNetwork, scriptToAddress } from '../../bitcoin/index.ts';
import { type OutputRole, rolesOf } from '../spell/compose-spell.ts';
import type { SpellRequest } from '../spell/spell-request.ts';

/** An output of a transaction, and what it is for. */
export interface DescribedOutput {
  readonly amountSats: bigint;
  /** Null for the spell, which pays nobody. */
  readonly address: string | null;
  readonly role: OutputRole;
}

/**
 * What a transaction of ours pays to whom, for whoever is asked to sign it. The transaction has passed
 * `checkProvedTransaction`: coins, prover's fee if any, spell, change if any.
 */
export function describeOutputs(
  unsignedTx: Uint8Array,
  request: SpellRequest,
  network: BitcoinNetwork,
): DescribedOutput[] {
  const tx = parseTransaction(unsignedTx);
  const spellAt = readSpell(tx)?.opReturnIndex ?? tx.outputs.length;
  const coins = rolesOf(request);
  return tx.outputs.map(({ amountSats, script }, index) => ({
    amountSats,
    address: scriptToAddress(script, network) ?? null,
    role: coins[index] ?? (index < spellAt ? 'PROVER_FEE' : index === spellAt ? 'SPELL' : 'CHANGE'),
  }));
}
