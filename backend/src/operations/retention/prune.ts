import type { PlatformServices } from '../../platform/services.ts';
import { countOver, deleteOver, RETENTION } from './retention.repository.ts';

const DAY_MS = 86_400_000;
const BATCH = 5_000;

export interface Pruned {
  readonly table: string;
  readonly keptDays: number;
  readonly rows: number;
}

export interface PruneOptions {
  /** Counts what would go, and removes nothing. */
  readonly dryRun?: boolean;
  /** Rows in one statement, so that none holds others up. */
  readonly batch?: number;
  readonly signal?: AbortSignal;
}

/** Removes what has been kept long enough, table by table, in small statements. */
export async function prune(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  { dryRun = false, batch = BATCH, signal }: PruneOptions = {},
): Promise<Pruned[]> {
  const pruned: Pruned[] = [];
  for (const each of RETENTION) {
    const before = new Date(clock.now().getTime() - each.keptDays * DAY_MS);
    let rows = 0;
    if (dryRun) rows = await countOver(database.client, each, before);
    else {
      while (!signal?.aborted) {
        const some = await deleteOver(database.client, each, before, batch);
        rows += some;
        if (some < batch) break;
      }
    }
    pruned.push({ table: each.table, keptDays: each.keptDays, rows });
  }
  return pruned;
}
