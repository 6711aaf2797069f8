import { broadcastSpell } from './broadcast-spell.ts';
import { giveUpSpells } from './give-up-spells.ts';
import { lapsedSpellJobs, unsentSpellJobs } from './jobs/spell-job.repository.ts';
import type { SpellServices } from './ports.ts';

const BATCH = 200;
/** Whoever submits a transaction also sends it; only after this long it counts as left behind. */
const LEFT_BEHIND_MS = 15_000;

/**
 * Moves on what nobody else does: gives up jobs whose time is over, and sends signed transactions that may
 * not have been sent because a process died or the node was away.
 */
export async function sweepSpells(services: SpellServices): Promise<void> {
  while ((await expireLapsed(services)) === BATCH);
  await sendLeftBehind(services);
}

async function expireLapsed({ chainObservers, clock, database }: SpellServices): Promise<number> {
  return database.transaction(async (tx) => {
    const now = clock.now();
    const ids = await lapsedSpellJobs(tx, now, BATCH);
    if (ids.length > 0)
      await giveUpSpells(tx, chainObservers, ids, { event: 'lapsed', failure: 'expired' }, now);
    return ids.length;
  });
}

async function sendLeftBehind(services: SpellServices): Promise<void> {
  const { clock, database, logger } = services;
  const before = new Date(clock.now().getTime() - LEFT_BEHIND_MS);
  for (const spellJobId of await unsentSpellJobs(database.client, before, BATCH)) {
    try {
      await broadcastSpell(services, spellJobId);
    } catch (error) {
      logger.warn({ err: error, spellJobId }, 'a signed transaction could not be sent');
    }
  }
}
