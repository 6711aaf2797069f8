import { createLoader } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { readCredit } from './credit-balance.repository.ts';
import type { CreditBalance } from './show-credit.ts';

/** The credit of customers whom the caller may see. */
export const creditLoader = createLoader<PlatformServices, readonly CreditBalance[]>(
  async ({ database }, customerIds) =>
    Map.groupBy(await readCredit(database.client, customerIds), ({ customerId }) => customerId),
);
