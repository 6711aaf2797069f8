import type { JobDefinition } from '../../platform/jobs/index.ts';
import { SEND_WITHDRAWAL } from './approve-withdrawal.ts';
import { sendWithdrawal } from './send-withdrawal.ts';
import { claimDueWithdrawals } from './withdrawal.repository.ts';
import type { WithdrawalServices } from './withdrawal-services.ts';

const BATCH = 20;

/** One withdrawal, as soon as it is approved. What the provider does not do is taken up by the sweep. */
export function sendWithdrawalJob(services: WithdrawalServices): JobDefinition<{ withdrawalId: string }> {
  return {
    name: SEND_WITHDRAWAL,
    retryLimit: 3,
    handler: ({ withdrawalId }) => sendWithdrawal(services, withdrawalId),
  };
}

/** Every minute: whatever is due, because nobody has said how it stands or its own job was lost. */
export function followWithdrawalsJob(services: WithdrawalServices): JobDefinition<object> {
  return {
    name: 'follow-withdrawals',
    cron: '* * * * *',
    retryLimit: 0,
    handler: (_, { signal }) => followWithdrawals(services, signal),
  };
}

/** Moves on whatever is due. One that fails is due again later. */
export async function followWithdrawals(services: WithdrawalServices, signal?: AbortSignal): Promise<void> {
  const { database, clock, payoutProvider, logger } = services;
  if (payoutProvider === undefined) return;
  for (;;) {
    const due = await claimDueWithdrawals(database.client, clock.now(), BATCH);
    for (const withdrawalId of due) {
      if (signal?.aborted) return;
      await sendWithdrawal(services, withdrawalId).catch((error: unknown) =>
        logger.error({ err: error, withdrawalId }, 'a withdrawal could not be moved on'),
      );
    }
    if (due.length < BATCH) return;
  }
}
