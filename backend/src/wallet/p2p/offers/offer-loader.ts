import { createLoader } from '../../../platform/graphql/index.ts';
import type { PlatformServices } from '../../../platform/services.ts';
import { readOffers } from './offer.repository.ts';

/** Offers by id. */
export const offerLoader = createLoader(
  ({ database }: Pick<PlatformServices, 'database'>, ids: readonly string[]) =>
    readOffers(database.client, ids),
);
