import { personActor, recordAudit } from '../../../compliance/index.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { recordEvents } from '../../../platform/events/index.ts';
import { WindowOverError } from '../p2p.errors.ts';
import type { P2pServices } from '../p2p-services.ts';
import { readText } from '../read-input.ts';
import { actOnTrade, requireNext, type TradeRequest } from './act-on-trade.ts';
import { lockAs } from './lock-as.ts';
import { updateTrade } from './trade.repository.ts';
import { tradeEvents } from './trade-events.ts';

const MAX_REFERENCE = 200;

/**
 * The buyer says that they have paid the seller. From here on the trade does not expire.
 * @throws NotFoundError, ForbiddenError, TradeStateError, WindowOverError, InvalidInputError, IdempotencyKeyReusedError
 */
export async function markPaid(
  services: Pick<P2pServices, 'database' | 'clock'>,
  buyer: PersonScope,
  request: TradeRequest & { readonly reference: string },
): Promise<void> {
  const { tradeId } = request;
  const paymentReference = readText('reference', request.reference, { max: MAX_REFERENCE });
  const asked = { ...request, operation: 'p2p_trade.mark_paid', input: { reference: paymentReference } };
  await actOnTrade(services, buyer, asked, async (tx, now) => {
    const trade = await lockAs(tx, buyer, tradeId, 'buyer');
    const status = requireNext(trade, 'pay');
    if (now >= trade.payBy) throw new WindowOverError(trade.payBy);
    await updateTrade(tx, tradeId, now, { status, paidAt: now, paymentReference });
    await recordEvents(tx, now, tradeEvents(trade, 'paid'));
    const actor = personActor(buyer);
    await recordAudit(tx, now, { actor, action: 'p2p_trade.paid', subjectId: tradeId });
  });
}
