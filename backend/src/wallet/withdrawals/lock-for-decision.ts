import type { OperatorScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { lockWithdrawal } from './withdrawal.repository.ts';
import type { WithdrawalRow } from './withdrawal-row.ts';
import { WithdrawalOwnError } from './withdrawals.errors.ts';

const MAX_REASON = 500;

/**
 * A withdrawal that an operator is about to decide on, locked until the transaction ends.
 * @throws NotFoundError, WithdrawalOwnError
 */
export async function lockForDecision(
  tx: Tx,
  operator: OperatorScope,
  withdrawalId: string,
): Promise<WithdrawalRow> {
  const withdrawal = await lockWithdrawal(tx, withdrawalId);
  if (withdrawal === undefined) throw new NotFoundError('withdrawal', withdrawalId);
  if (withdrawal.personId === operator.personId) throw new WithdrawalOwnError();
  return withdrawal;
}

/** @throws InvalidInputError */
export function checkReason(reason: string): void {
  if (reason.trim() === '' || reason.length > MAX_REASON)
    throw new InvalidInputError('reason', `1 to ${MAX_REASON} characters`);
}
