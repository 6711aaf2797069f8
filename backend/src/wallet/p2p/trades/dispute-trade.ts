import { personActor, recordAudit } from '../../../compliance/index.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { recordEvents } from '../../../platform/events/index.ts';
import type { P2pServices } from '../p2p-services.ts';
import { readText } from '../read-input.ts';
import { actOnTrade, requireNext, type TradeRequest } from './act-on-trade.ts';
import { lockAs } from './lock-as.ts';
import { updateTrade } from './trade.repository.ts';
import { tradeEvents } from './trade-events.ts';

const MAX_REASON = 1_000;
const MAX_EVIDENCE = 4_000;

export interface Dispute extends TradeRequest {
  readonly reason: string;
  readonly evidence?: string | null | undefined;
}

/**
 * Either of the two calls an operator, as soon as the trade is marked paid. Nothing expires until one has decided.
 * @throws NotFoundError, TradeStateError, InvalidInputError, IdempotencyKeyReusedError
 */
export async function disputeTrade(
  services: Pick<P2pServices, 'database' | 'clock'>,
  person: PersonScope,
  request: Dispute,
): Promise<void> {
  const { tradeId } = request;
  const disputeReason = readText('reason', request.reason, { max: MAX_REASON });
  const disputeEvidence = request.evidence
    ? readText('evidence', request.evidence, { max: MAX_EVIDENCE })
    : null;
  const input = { reason: disputeReason, evidence: disputeEvidence };
  await actOnTrade(
    services,
    person,
    { ...request, operation: 'p2p_trade.dispute', input },
    async (tx, now) => {
      const trade = await lockAs(tx, person, tradeId);
      const status = requireNext(trade, 'dispute');
      const { personId: disputedBy } = person;
      await updateTrade(tx, tradeId, now, {
        status,
        disputedAt: now,
        disputedBy,
        disputeReason,
        disputeEvidence,
      });
      await recordEvents(tx, now, tradeEvents(trade, 'disputed'));
      const actor = personActor(person);
      const details = { reason: disputeReason };
      await recordAudit(tx, now, { actor, action: 'p2p_trade.disputed', subjectId: tradeId, details });
    },
  );
}
