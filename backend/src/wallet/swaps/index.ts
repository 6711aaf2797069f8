import type { JobDefinition } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { pruneQuotesJob } from './prune-quotes.job.ts';
import { SwapResolver } from './swap.resolver.ts';

export const swapResolvers = [SwapResolver] as const;

export function swapJobs(services: PlatformServices): JobDefinition<object>[] {
  return [pruneQuotesJob(services)];
}
