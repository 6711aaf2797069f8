import { operatorActor } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { checkReason, lockForDecision } from './lock-for-decision.ts';
import { settleUnpaid } from './settle-withdrawal.ts';
import { nextWithdrawalStatus } from './withdrawal.ts';
import type { WithdrawalServices } from './withdrawal-services.ts';
import { WithdrawalStateError } from './withdrawals.errors.ts';

/**
 * One operator's no, as long as the provider has not been asked: the money is unlocked.
 * @throws NotFoundError, InvalidInputError, WithdrawalOwnError, WithdrawalStateError
 */
export async function rejectWithdrawal(
  services: Pick<WithdrawalServices, 'database' | 'clock'>,
  operator: OperatorScope,
  withdrawalId: string,
  reason: string,
): Promise<{ readonly withdrawalId: string }> {
  checkReason(reason);
  await services.database.transaction(async (tx) => {
    const withdrawal = await lockForDecision(tx, operator, withdrawalId);
    if (nextWithdrawalStatus(withdrawal.status, 'reject') === undefined)
      throw new WithdrawalStateError(withdrawal.status);
    const actor = operatorActor(operator);
    await settleUnpaid(tx, services, withdrawal, { actor, status: 'rejected', reason });
  });
  return { withdrawalId };
}
