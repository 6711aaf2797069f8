import type { NewEvent } from '../../platform/events/index.ts';

/** The news of a plan: that something changed, and what it was where that has a name of its own. */
export function planEvents(
  merchantId: string,
  planId: string,
  specific?: 'activated' | 'deactivated' | 'archived',
): NewEvent[] {
  const types = specific ? ['plan.updated', `plan.${specific}`] : ['plan.updated'];
  return types.map((type) => ({ type, subjectId: planId, merchantId }));
}
