import type { Prisma, Tx } from '../../../platform/database/index.ts';
import { once } from '../../../platform/idempotency/index.ts';
import { TradeStateError } from '../p2p.errors.ts';
import type { P2pServices } from '../p2p-services.ts';
import { requireId } from '../read-input.ts';
import { nextTradeStatus, type Trade, type TradeInput, type TradeStatus } from './trade.ts';

/** What somebody asks to be done to a trade. */
export interface TradeRequest {
  readonly tradeId: string;
  readonly idempotencyKey: string;
}

/**
 * One step of a trade, in one transaction, once for a key: `work` locks the trade first, so that of all who want
 * something of it at the same moment one goes before the others.
 * @throws NotFoundError, IdempotencyKeyReusedError, and what `work` throws
 */
export async function actOnTrade(
  { database, clock }: Pick<P2pServices, 'database' | 'clock'>,
  { personId }: { readonly personId: string },
  asked: TradeRequest & { readonly operation: string; readonly input?: Prisma.InputJsonObject },
  work: (tx: Tx, now: Date) => Promise<void>,
): Promise<void> {
  const { tradeId, idempotencyKey: key, operation, input = {} } = asked;
  requireId('trade', tradeId);
  await database.transaction((tx) => {
    const now = clock.now();
    const request = { ownerId: personId, key, operation, input: { tradeId, ...input } };
    return once(tx, now, request, async () => {
      await work(tx, now);
      return tradeId;
    });
  });
}

/** @throws TradeStateError when the input is not allowed now */
export function requireNext({ status }: Pick<Trade, 'status'>, input: TradeInput): TradeStatus {
  const next = nextTradeStatus(status, input);
  if (next === undefined) throw new TradeStateError(status);
  return next;
}
