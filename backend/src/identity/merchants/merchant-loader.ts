import { createLoader } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { findMerchants, type MerchantRow } from './merchants.repository.ts';

/** Merchants by id, as everybody may see them. */
export const merchantLoader = createLoader<PlatformServices, MerchantRow>(
  async ({ database }, ids) =>
    new Map((await findMerchants(database.client, ids)).map((merchant) => [merchant.id, merchant])),
);
