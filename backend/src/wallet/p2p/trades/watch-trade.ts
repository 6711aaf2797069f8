import type { PersonScope } from '../../../identity/index.ts';
import { NotFoundError } from '../../../platform/errors/index.ts';
import { subscribeToEvents } from '../../../platform/graphql/index.ts';
import type { PlatformServices } from '../../../platform/services.ts';
import { requireId } from '../read-input.ts';
import { findOwnTrade } from './trade.repository.ts';
import type { Trade } from './trade.ts';

/**
 * A person's own trade, now and after every change.
 * @throws NotFoundError
 */
export async function watchTrade(
  { database, liveEvents }: Pick<PlatformServices, 'database' | 'liveEvents'>,
  person: PersonScope,
  tradeId: string,
): Promise<AsyncIterableIterator<Trade>> {
  requireId('trade', tradeId);
  const find = () => findOwnTrade(database.client, person, tradeId);
  if (!(await find())) throw new NotFoundError('trade', tradeId);
  return subscribeToEvents<Trade>({
    liveEvents,
    // Every change is told to both: each hears what is told to them.
    matches: ({ type, subjectId, personId }) =>
      type === 'p2p_trade.updated' && subjectId === tradeId && personId === person.personId,
    initial: async () => {
      const trade = await find();
      return trade === undefined ? [] : [trade];
    },
    read: find,
  });
}
