import { operatorActor, recordAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { lockForDecision } from './lock-for-decision.ts';
import { countApprovals, hasApproved, insertApproval, updateWithdrawal } from './withdrawal.repository.ts';
import { nextWithdrawalStatus } from './withdrawal.ts';
import { withdrawalEvents } from './withdrawal-events.ts';
import type { WithdrawalServices } from './withdrawal-services.ts';
import { WithdrawalStateError } from './withdrawals.errors.ts';

export const SEND_WITHDRAWAL = 'send-withdrawal';
/** When the sweep takes it up, if its own job was lost. */
const FALLBACK_MS = 60_000;

/**
 * One operator's yes; with as many as are needed, it is sent. The same operator again counts once, also
 * when it is under way already.
 * @throws NotFoundError, WithdrawalOwnError, WithdrawalStateError
 */
export async function approveWithdrawal(
  { database, clock, jobs }: Pick<WithdrawalServices, 'database' | 'clock' | 'jobs'>,
  operator: OperatorScope,
  withdrawalId: string,
): Promise<{ readonly withdrawalId: string }> {
  await database.transaction(async (tx) => {
    const now = clock.now();
    const withdrawal = await lockForDecision(tx, operator, withdrawalId);
    const status = nextWithdrawalStatus(withdrawal.status, 'approve');
    if (status === undefined) {
      // Asked again because the answer was lost: it is approved, and may be on its way.
      const isCalledOff = withdrawal.status === 'rejected' || withdrawal.status === 'canceled';
      if (!isCalledOff && (await hasApproved(tx, operator, withdrawalId))) return;
      throw new WithdrawalStateError(withdrawal.status);
    }
    if (!(await insertApproval(tx, now, operator, withdrawalId))) return;
    const approvals = (await countApprovals(tx, [withdrawalId])).get(withdrawalId) ?? 0;
    const { approvalsNeeded: needed } = withdrawal;
    const isEnough = approvals >= needed;
    if (isEnough) {
      const nextCheckAt = new Date(now.getTime() + FALLBACK_MS);
      await updateWithdrawal(tx, now, withdrawalId, { status, nextCheckAt });
      await jobs.enqueue(tx, SEND_WITHDRAWAL, { withdrawalId });
    }
    await recordAudit(tx, now, {
      actor: operatorActor(operator),
      action: 'withdrawal.approved',
      subjectId: withdrawalId,
      details: { approvals, needed },
    });
    await recordEvents(tx, now, withdrawalEvents(withdrawal, isEnough ? ['approved'] : []));
  });
  return { withdrawalId };
}
