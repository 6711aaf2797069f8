import { personActor, recordAudit } from '../../../compliance/index.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { recordEvents } from '../../../platform/events/index.ts';
import { WindowOpenError } from '../p2p.errors.ts';
import type { P2pServices } from '../p2p-services.ts';
import { actOnTrade, requireNext, type TradeRequest } from './act-on-trade.ts';
import { lockAs } from './lock-as.ts';
import { giveBack } from './settle-trade.ts';
import { updateTrade } from './trade.repository.ts';
import { roleIn } from './trade.ts';
import { tradeEvents } from './trade-events.ts';

/**
 * Calls a trade off: its buyer while the money is held, its seller once the payment window is over and nothing was
 * marked paid, which is what the clock would do within a minute.
 * @throws NotFoundError, TradeStateError, WindowOpenError, IdempotencyKeyReusedError
 */
export async function cancelTrade(
  services: Pick<P2pServices, 'database' | 'clock'>,
  person: PersonScope,
  request: TradeRequest,
): Promise<void> {
  const { tradeId } = request;
  await actOnTrade(services, person, { ...request, operation: 'p2p_trade.cancel' }, async (tx, now) => {
    const trade = await lockAs(tx, person, tradeId);
    const bySeller = roleIn(trade, person) === 'seller';
    const status = requireNext(trade, bySeller ? 'expire' : 'cancel');
    if (bySeller && now < trade.payBy) throw new WindowOpenError(trade.payBy);
    await giveBack(tx, [trade], now);
    await updateTrade(tx, tradeId, now, { status, endedAt: now });
    const verb = bySeller ? 'expired' : 'canceled';
    await recordEvents(tx, now, tradeEvents(trade, verb));
    const actor = personActor(person);
    await recordAudit(tx, now, { actor, action: `p2p_trade.${verb}`, subjectId: tradeId });
  });
}
