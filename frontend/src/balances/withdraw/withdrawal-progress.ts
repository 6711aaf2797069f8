import type { Progress } from '../shared/progress.ts';
import type { WithdrawalStatus } from './withdrawals.generated.ts';

/** Where a withdrawal is: locked, approved, handed over, sent. What nobody knows the outcome of is under way. */
export const WITHDRAWAL_PROGRESS: Readonly<Record<WithdrawalStatus, Progress>> = {
  REQUESTED: { done: 1, state: 'under way' },
  APPROVED: { done: 2, state: 'under way' },
  SENDING: { done: 2, state: 'under way' },
  UNKNOWN: { done: 2, state: 'under way' },
  SENT: { done: 3, state: 'under way' },
  COMPLETED: { done: 4, state: 'arrived' },
  CANCELED: { done: 1, state: 'ended' },
  REJECTED: { done: 1, state: 'failed' },
  FAILED: { done: 2, state: 'failed' },
};
