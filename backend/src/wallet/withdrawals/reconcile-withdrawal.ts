import { operatorActor } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { checkReason, lockForDecision } from './lock-for-decision.ts';
import { settlePaid, settleUnpaid } from './settle-withdrawal.ts';
import type { WithdrawalServices } from './withdrawal-services.ts';
import { WithdrawalStateError } from './withdrawals.errors.ts';

export interface WithdrawalDecision {
  readonly withdrawalId: string;
  /** Whether the money has left, as the operator found out from the provider. */
  readonly paid: boolean;
  readonly reason: string;
  readonly networkTxid?: string | null | undefined;
}

/**
 * Settles a withdrawal of which nobody knew whether it was sent, by an operator's word.
 * @throws NotFoundError, InvalidInputError, WithdrawalOwnError, WithdrawalStateError
 */
export async function reconcileWithdrawal(
  services: Pick<WithdrawalServices, 'database' | 'clock' | 'currencies' | 'config'>,
  operator: OperatorScope,
  { withdrawalId, paid, reason, networkTxid = null }: WithdrawalDecision,
): Promise<{ readonly withdrawalId: string }> {
  checkReason(reason);
  await services.database.transaction(async (tx) => {
    const withdrawal = await lockForDecision(tx, operator, withdrawalId);
    if (withdrawal.status !== 'unknown') throw new WithdrawalStateError(withdrawal.status);
    const actor = operatorActor(operator);
    if (paid) await settlePaid(tx, services, withdrawal, { actor, networkTxid, note: reason });
    else await settleUnpaid(tx, services, withdrawal, { actor, status: 'failed', reason });
  });
  return { withdrawalId };
}
