import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { WalletServices } from '../ports.ts';
import { accrueInterestJob } from './accrue-interest.job.ts';
import { SavingsResolver } from './savings.resolver.ts';

export { accrueInterest } from './accrue-interest.ts';
export { setSavingsRate } from './set-savings-rate.ts';

export const savingsResolvers = [SavingsResolver] as const;

export function savingsJobs(services: WalletServices): JobDefinition<object>[] {
  return [accrueInterestJob(services)];
}
