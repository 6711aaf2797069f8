import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import type { DueWork } from '../clock/due-work.ts';
import { realNow } from '../clock/real-now.ts';
import { markPastDue } from './lapse-subscriptions.repository.ts';
import { subscriptionEvents } from './subscription-events.ts';

const BATCH = 1_000;

/**
 * Moves subscriptions whose paid or trial time is over to past due or to their end, in batches that any number of workers may
 * share, until none is left. Costs what is due, not what there is. Answers with how many moved.
 */
export async function lapseSubscriptions(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  { signal, merchantId, batch: limit = BATCH }: DueWork = {},
): Promise<number> {
  let moved = 0;
  for (;;) {
    const now = realNow(clock);
    const lapsed = await database.transaction(async (tx) => {
      const rows = await markPastDue(tx, { now, limit, merchantId });
      await recordEvents(
        tx,
        now,
        rows.flatMap((row) => subscriptionEvents(row, [row.status === 'canceled' ? 'canceled' : 'past_due'])),
      );
      return rows.length;
    });
    moved += lapsed;
    if (lapsed < limit || signal?.aborted) return moved;
  }
}
