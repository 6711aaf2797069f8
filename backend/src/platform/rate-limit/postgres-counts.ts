import type { Database } from '../database/index.ts';
import { takeUses } from './rate-limit.repository.ts';
import type { SharedCounts } from './shared-counts.ts';

/** Counts in the database that the processes share anyway, in a table that is not logged. */
export function createPostgresCounts({ client }: Pick<Database, 'client'>): SharedCounts {
  return {
    take: (key, limit, wanted, now) => takeUses(client, key, limit, wanted, now),
    close: async () => undefined,
  };
}
