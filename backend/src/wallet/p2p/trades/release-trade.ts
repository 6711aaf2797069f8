import { personActor, recordAudit } from '../../../compliance/index.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { recordEvents } from '../../../platform/events/index.ts';
import type { P2pServices } from '../p2p-services.ts';
import { actOnTrade, requireNext, type TradeRequest } from './act-on-trade.ts';
import { lockAs } from './lock-as.ts';
import { payOut } from './settle-trade.ts';
import { updateTrade } from './trade.repository.ts';
import { tradeEvents } from './trade-events.ts';

/**
 * The seller gives the held money to the buyer. That cannot be taken back.
 * @throws NotFoundError, ForbiddenError, TradeStateError, IdempotencyKeyReusedError
 */
export async function releaseTrade(
  services: Pick<P2pServices, 'config' | 'clock' | 'database' | 'currencies'>,
  seller: PersonScope,
  request: TradeRequest,
): Promise<void> {
  const { tradeId } = request;
  await actOnTrade(services, seller, { ...request, operation: 'p2p_trade.release' }, async (tx, now) => {
    const trade = await lockAs(tx, seller, tradeId, 'seller');
    const status = requireNext(trade, 'release');
    await payOut(tx, services, trade, now);
    await updateTrade(tx, tradeId, now, { status, endedAt: now });
    await recordEvents(tx, now, tradeEvents(trade, 'released'));
    const actor = personActor(seller);
    await recordAudit(tx, now, { actor, action: 'p2p_trade.released', subjectId: tradeId });
  });
}
