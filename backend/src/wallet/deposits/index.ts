import type { JobDefinition } from '../../platform/jobs/index.ts';
import { DepositResolver } from './deposit.resolver.ts';
import { followDepositsJob } from './follow-deposits.job.ts';
import type { DepositServices } from './require-provider.ts';
import { DepositReviewResolver } from './review.resolver.ts';

export const depositResolvers = [DepositResolver, DepositReviewResolver] as const;

export function depositJobs(services: DepositServices): JobDefinition<object>[] {
  return [followDepositsJob(services)];
}
