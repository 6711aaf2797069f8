import { createLoader } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { readPlans } from './plan.repository.ts';
import type { PlanRow } from './plan-row.ts';

/** Plans by ids that came from rows the caller may see. */
export const planLoader = createLoader<PlatformServices, PlanRow>(
  async ({ database }, ids) =>
    new Map((await readPlans(database.client, ids)).map((plan) => [plan.id, plan])),
);
