import { personActor } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { settleUnpaid } from './settle-withdrawal.ts';
import { lockWithdrawal } from './withdrawal.repository.ts';
import { nextWithdrawalStatus } from './withdrawal.ts';
import type { WithdrawalServices } from './withdrawal-services.ts';
import { WithdrawalStateError } from './withdrawals.errors.ts';

/**
 * Calls one's own withdrawal off, before it is approved. Again: nothing more happens.
 * @throws NotFoundError, WithdrawalStateError
 */
export async function cancelWithdrawal(
  services: Pick<WithdrawalServices, 'database' | 'clock'>,
  person: PersonScope,
  withdrawalId: string,
): Promise<{ readonly withdrawalId: string }> {
  await services.database.transaction(async (tx) => {
    const withdrawal = await lockWithdrawal(tx, withdrawalId);
    if (withdrawal?.personId !== person.personId) throw new NotFoundError('withdrawal', withdrawalId);
    if (withdrawal.status === 'canceled') return;
    if (nextWithdrawalStatus(withdrawal.status, 'cancel') === undefined)
      throw new WithdrawalStateError(withdrawal.status);
    const actor = personActor(person);
    await settleUnpaid(tx, services, withdrawal, { actor, status: 'canceled', reason: null });
  });
  return { withdrawalId };
}
