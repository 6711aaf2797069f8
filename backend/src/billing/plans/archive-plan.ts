import type { MerchantScope } from '../../identity/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { setPlanArchived } from './plan.repository.ts';
import { stepPlan } from './step-plan.ts';

/**
 * Takes a plan off sale for good. Its subscribers keep it and may renew.
 * @throws NotFoundError, PlanStateError
 */
export function archivePlan(
  services: Pick<PlatformServices, 'database' | 'clock'>,
  scope: MerchantScope,
  planId: string,
): Promise<{ readonly planId: string }> {
  return stepPlan(services, scope, planId, {
    input: 'archive',
    news: 'archived',
    write: (tx, _plan, now) => setPlanArchived(tx, scope, planId, now),
  });
}
