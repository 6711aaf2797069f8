import type { NewEvent } from '../../../platform/events/index.ts';
import type { Trade } from './trade.ts';

export type TradeVerb =
  | 'opened'
  | 'paid'
  | 'released'
  | 'canceled'
  | 'expired'
  | 'disputed'
  | 'refunded'
  | 'message';

type Parties = Pick<Trade, 'id' | 'buyerId' | 'sellerId'>;

/** The news of a trade, for both of its two. */
export function tradeEvents({ id, buyerId, sellerId }: Parties, verb: TradeVerb): NewEvent[] {
  return [buyerId, sellerId].flatMap((personId) =>
    ['updated', verb].map((each) => ({ type: `p2p_trade.${each}`, subjectId: id, personId })),
  );
}

/** That the balances of these people are others than before. */
export function walletEvents(...personIds: readonly string[]): NewEvent[] {
  return personIds.map((personId) => ({ type: 'wallet.updated', subjectId: personId, personId }));
}
