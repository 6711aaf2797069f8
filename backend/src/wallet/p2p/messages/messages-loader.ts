import { createLoader } from '../../../platform/graphql/index.ts';
import type { PlatformServices } from '../../../platform/services.ts';
import { readMessages } from './message.repository.ts';

/** What was said on trades that the caller may see, by the trade's id. */
export const messagesLoader = createLoader(
  ({ database }: Pick<PlatformServices, 'database'>, tradeIds: readonly string[]) =>
    readMessages(database.client, tradeIds),
);
