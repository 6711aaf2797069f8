import type { MerchantScope } from '../../identity/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { PlanStateError } from './plan.errors.ts';
import { setPlanActive } from './plan.repository.ts';
import { stepPlan } from './step-plan.ts';

/**
 * Puts a plan on sale that is not minted on the chain.
 * @throws NotFoundError, PlanStateError also for one that is to be minted
 */
export function activatePlan(
  services: Pick<PlatformServices, 'database' | 'clock'>,
  scope: MerchantScope,
  planId: string,
): Promise<{ readonly planId: string }> {
  return stepPlan(services, scope, planId, {
    input: 'activate',
    news: 'activated',
    write: (tx, { mintable }, now) => {
      if (mintable) throw new PlanStateError('to be minted');
      return setPlanActive(tx, scope, planId, now);
    },
  });
}
