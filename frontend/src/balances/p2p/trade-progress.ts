import type { Progress } from '../shared/progress.ts';
import type { P2pTradeStatus } from './p2p.generated.ts';

/** Where a trade is: money held, paid, released. */
export const TRADE_PROGRESS: Readonly<Record<P2pTradeStatus, Progress>> = {
  AWAITING_PAYMENT: { done: 1, state: 'under way' },
  PAID: { done: 2, state: 'under way' },
  DISPUTED: { done: 2, state: 'under way' },
  RELEASED: { done: 3, state: 'arrived' },
  CANCELED: { done: 1, state: 'ended' },
  EXPIRED: { done: 1, state: 'ended' },
  REFUNDED: { done: 2, state: 'ended' },
};
