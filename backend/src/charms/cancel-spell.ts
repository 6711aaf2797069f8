import type { PersonScope } from '../identity/index.ts';
import { NotFoundError } from '../platform/errors/index.ts';
import { SpellJobStateError } from './charms.errors.ts';
import { giveUpSpells } from './give-up-spells.ts';
import { findOwnSpellJob } from './jobs/spell-job.repository.ts';
import type { SpellServices } from './ports.ts';

/**
 * Calls a transaction off before it is submitted, and frees its inputs. Calling it off again changes nothing.
 * @throws NotFoundError for anybody else's; SpellJobStateError when it is submitted or has failed
 */
export async function cancelSpell(
  { chainObservers, clock, database }: Pick<SpellServices, 'chainObservers' | 'clock' | 'database'>,
  person: PersonScope,
  transactionId: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const job = await findOwnSpellJob(tx, person, transactionId);
    if (job === undefined) throw new NotFoundError('transaction', transactionId);
    const canceling = { event: 'canceled', failure: 'expired' } as const;
    const canceled = await giveUpSpells(tx, chainObservers, [job.id], canceling, clock.now());
    if (canceled.length > 0) return;
    const state = (await findOwnSpellJob(tx, person, transactionId))?.state ?? job.state;
    if (state !== 'expired') throw new SpellJobStateError(state);
  });
}
