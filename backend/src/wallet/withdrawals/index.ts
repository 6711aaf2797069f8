import type { JobDefinition } from '../../platform/jobs/index.ts';
import { followWithdrawalsJob, sendWithdrawalJob } from './send-withdrawals.job.ts';
import { WithdrawalResolver } from './withdrawal.resolver.ts';
import { WithdrawalQueueResolver } from './withdrawal-queue.resolver.ts';
import type { WithdrawalServices } from './withdrawal-services.ts';

export const withdrawalResolvers = [WithdrawalResolver, WithdrawalQueueResolver] as const;

export function withdrawalJobs(services: WithdrawalServices): JobDefinition<object>[] {
  return [sendWithdrawalJob(services), followWithdrawalsJob(services)] as JobDefinition<object>[];
}
