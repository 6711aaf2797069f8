import { createLoader } from '../../../platform/graphql/index.ts';
import type { PlatformServices } from '../../../platform/services.ts';
import { completionRateBps, readReputations } from './reputation.repository.ts';
import type { P2pTrader } from './reputation.type.ts';

/** People who trade, by id. */
export const traderLoader = createLoader(
  async ({ database }: Pick<PlatformServices, 'database'>, personIds: readonly string[]) => {
    const reputations = await readReputations(database.client, personIds);
    return new Map(
      [...reputations].map(([personId, reputation]): [string, P2pTrader] => [
        personId,
        { ...reputation, completionRateBps: completionRateBps(reputation) },
      ]),
    );
  },
);
