import { createLoader } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { readPrices } from './plan.repository.ts';
import type { PriceRow } from './plan-row.ts';

/** Prices of rows that the caller may see. */
export const priceLoader = createLoader<PlatformServices, { merchantId: string; id: string }, PriceRow>(
  async ({ database }, keys) =>
    new Map((await readPrices(database.client, keys)).map((price) => [price.id, price])),
  ({ id }) => id,
);
