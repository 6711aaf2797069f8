import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { WalletServices } from '../ports.ts';
import { expireExpressBuys } from './expire-express-buys.ts';
import { deleteUnorderedQuotes } from './express-buy.repository.ts';
import { openCollections } from './open-collection.ts';
import { readStatements } from './receive-lines.ts';
import { settlePendingEntries } from './settle-entries.ts';

/** Long enough to say of a late order that the quote has expired. */
const KEPT_MS = 3_600 * 1_000;
const BATCH = 5_000;

/**
 * Every minute: what rails were not asked or did not tell is asked for, what is pending is settled, and what is over
 * ends. A run that fails is not repeated: the next finds what it left.
 */
export function expressBuyJob(services: WalletServices): JobDefinition<object> {
  return {
    name: 'express-buys',
    cron: '* * * * *',
    retryLimit: 0,
    async handler(_, { signal }) {
      await openCollections(services, signal);
      await readStatements(services, signal);
      await settlePendingEntries(services, signal);
      await expireExpressBuys(services, signal);
    },
  };
}

/** Every ten minutes: forgets quotes that nobody ordered, an hour after they expired. */
export function pruneExpressQuotesJob({
  database,
  clock,
}: Pick<WalletServices, 'database' | 'clock'>): JobDefinition<object> {
  return {
    name: 'prune-express-buy-quotes',
    cron: '*/10 * * * *',
    retryLimit: 0,
    async handler(_, { signal }) {
      const before = new Date(clock.now().getTime() - KEPT_MS);
      while (!signal.aborted && (await deleteUnorderedQuotes(database.client, before, BATCH)) === BATCH);
    },
  };
}
