import { giveBackLimit } from '../../compliance/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { expireBuys } from './express-buy.repository.ts';
import { NOTICE_MS } from './express-buy.ts';
import { expressBuyEvents } from './express-buy-events.ts';

const BATCH = 500;

/** Ends the orders that were not paid in time. Money that comes for them later is credited as it comes. */
export async function expireExpressBuys(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  signal?: AbortSignal,
): Promise<void> {
  for (let ended = BATCH; ended === BATCH && !signal?.aborted; ) {
    ended = await database.transaction(async (tx) => {
      const now = clock.now();
      const unpaidBy = new Date(now.getTime() - NOTICE_MS);
      const expired = await expireBuys(tx, { now, unpaidBy, limit: BATCH });
      if (expired.length > 0) await giveBackLimit(tx, ...expired.map(({ id }) => id));
      await recordEvents(
        tx,
        now,
        expired.flatMap((buy) => expressBuyEvents(buy, 'expired')),
      );
      return expired.length;
    });
  }
}
