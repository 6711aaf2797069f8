import type { Progress } from '../shared/progress.ts';
import type { DepositStatus } from './deposits.generated.ts';

/** Where a deposit is: address made, money on its way, credited. */
export const DEPOSIT_PROGRESS: Readonly<Record<DepositStatus, Progress>> = {
  CREATING: { done: 0, state: 'under way' },
  WAITING: { done: 1, state: 'under way' },
  PARTIAL: { done: 1, state: 'under way' },
  COMPLETED: { done: 3, state: 'arrived' },
  FAILED: { done: 0, state: 'failed' },
  EXPIRED: { done: 1, state: 'ended' },
  REFUNDED: { done: 2, state: 'ended' },
};
