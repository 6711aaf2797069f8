import { operatorActor, recordAudit } from '../../../compliance/index.ts';
import type { OperatorScope } from '../../../identity/index.ts';
import { ForbiddenError, NotFoundError } from '../../../platform/errors/index.ts';
import { recordEvents } from '../../../platform/events/index.ts';
import type { P2pServices } from '../p2p-services.ts';
import { readText } from '../read-input.ts';
import { actOnTrade, requireNext, type TradeRequest } from './act-on-trade.ts';
import { giveBack, payOut } from './settle-trade.ts';
import { lockTrade, updateTrade } from './trade.repository.ts';
import { roleIn } from './trade.ts';
import { tradeEvents } from './trade-events.ts';

const MAX_REASON = 1_000;

/** Who the held money goes to. */
export type DisputeOutcome = 'buyer' | 'seller';

export interface Resolution extends TradeRequest {
  readonly outcome: DisputeOutcome;
  readonly reason: string;
}

/**
 * An operator decides a dispute, for good: the money goes to the buyer, less nothing, or back to the seller. Not one
 * who is part of the trade.
 * @throws NotFoundError, ForbiddenError, TradeStateError, InvalidInputError, IdempotencyKeyReusedError
 */
export async function resolveDispute(
  services: Pick<P2pServices, 'config' | 'clock' | 'database' | 'currencies'>,
  operator: OperatorScope,
  request: Resolution,
): Promise<void> {
  const { tradeId, outcome } = request;
  const resolution = readText('reason', request.reason, { max: MAX_REASON });
  const input = { outcome, reason: resolution };
  await actOnTrade(
    services,
    operator,
    { ...request, operation: 'p2p_trade.resolve', input },
    async (tx, now) => {
      const trade = await lockTrade(tx, operator, tradeId);
      if (!trade) throw new NotFoundError('trade', tradeId);
      if (roleIn(trade, operator) !== undefined) throw new ForbiddenError();
      const status = requireNext(trade, outcome === 'buyer' ? 'award' : 'refund');
      if (outcome === 'buyer') await payOut(tx, services, trade, now);
      else await giveBack(tx, [trade], now);
      const { personId: resolvedBy } = operator;
      await updateTrade(tx, tradeId, now, { status, resolvedBy, resolution, endedAt: now });
      await recordEvents(tx, now, tradeEvents(trade, outcome === 'buyer' ? 'released' : 'refunded'));
      const actor = operatorActor(operator);
      await recordAudit(tx, now, { actor, action: 'p2p_trade.resolved', subjectId: tradeId, details: input });
    },
  );
}
