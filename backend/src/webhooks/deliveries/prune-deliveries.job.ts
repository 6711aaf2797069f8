import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { deleteMessagesBefore } from './delivery.repository.ts';

const KEPT_MS = 30 * 24 * 3_600 * 1_000;
const BATCH = 1_000;

/** Forgets messages, deliveries and attempts after 30 days, in batches. Returns how many messages there were. */
export async function pruneDeliveries(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  { signal, batch = BATCH }: { readonly signal?: AbortSignal; readonly batch?: number } = {},
): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_MS);
  let pruned = 0;
  for (;;) {
    const some = await database.transaction((tx) => deleteMessagesBefore(tx, before, batch));
    pruned += some;
    if (some < batch || signal?.aborted) return pruned;
  }
}

/** Every hour. */
export function pruneDeliveriesJob(
  services: Pick<PlatformServices, 'database' | 'clock'>,
): JobDefinition<object> {
  return {
    name: 'prune-webhook-deliveries',
    cron: '41 * * * *',
    retryLimit: 3,
    async handler(_, { signal }) {
      await pruneDeliveries(services, { signal });
    },
  };
}
