import type { Progress } from '../shared/progress.ts';
import type { ExpressBuyStatus } from './express.generated.ts';

/** Where a purchase is: ordered, paid, in the wallet. */
export const EXPRESS_PROGRESS: Readonly<Record<ExpressBuyStatus, Progress>> = {
  QUOTED: { done: 0, state: 'ended' },
  OPENING: { done: 0, state: 'under way' },
  AWAITING_PAYMENT: { done: 1, state: 'under way' },
  REFUSED: { done: 0, state: 'failed' },
  EXPIRED: { done: 1, state: 'ended' },
  COMPLETED: { done: 3, state: 'arrived' },
  CREDITED: { done: 3, state: 'arrived' },
  RETURNED: { done: 1, state: 'failed' },
  RETURN_DUE: { done: 1, state: 'failed' },
};
