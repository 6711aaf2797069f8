import { createLoader } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import type { RailName } from '../ports.ts';
import { readAutoRails } from './auto-rail.repository.ts';

/** The rails that subscriptions are renewed over without asking, where there is one. */
export const autoRailLoader = createLoader<PlatformServices, { merchantId: string; id: string }, RailName>(
  ({ database }, keys) => readAutoRails(database.client, keys),
  ({ id }) => id,
);
