import { recordAudit, systemActor } from '../../../compliance/index.ts';
import { recordEvents } from '../../../platform/events/index.ts';
import type { P2pServices } from '../p2p-services.ts';
import { requireNext } from './act-on-trade.ts';
import { giveBack } from './settle-trade.ts';
import { endTrades, lockDueTrades } from './trade.repository.ts';
import { tradeEvents } from './trade-events.ts';

const BATCH = 500;

/**
 * Ends the trades whose payment window is over and that nobody marked paid, in batches that any number of workers may
 * share, until none is left. Costs what is due, not what there is. Answers with how many ended.
 */
export async function expireTrades(
  { database, clock }: Pick<P2pServices, 'database' | 'clock'>,
  { signal, batch = BATCH }: { readonly signal?: AbortSignal; readonly batch?: number } = {},
): Promise<number> {
  let ended = 0;
  for (;;) {
    const now = clock.now();
    const expired = await database.transaction(async (tx) => {
      const trades = await lockDueTrades(tx, now, batch);
      const [first] = trades;
      if (first === undefined) return 0;
      const ids = trades.map(({ id }) => id);
      await giveBack(tx, trades, now);
      await endTrades(tx, ids, requireNext(first, 'expire'), now);
      await recordEvents(
        tx,
        now,
        trades.flatMap((trade) => tradeEvents(trade, 'expired')),
      );
      const actor = systemActor('expire-p2p-trades');
      const entries = ids.map((subjectId) => ({ actor, action: 'p2p_trade.expired', subjectId }));
      await recordAudit(tx, now, ...entries);
      return trades.length;
    });
    ended += expired;
    if (expired < batch || signal?.aborted) return ended;
  }
}
