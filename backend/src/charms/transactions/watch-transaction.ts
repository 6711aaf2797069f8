import type { PersonScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { subscribeToEvents } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { showTransaction } from './show-transaction.ts';
import type { TransactionRow } from './transaction-row.ts';

/**
 * A transaction now and after every step, for as long as this person may see it.
 * @throws NotFoundError when they may not to begin with
 */
export async function watchTransaction(
  { database, liveEvents }: Pick<PlatformServices, 'database' | 'liveEvents'>,
  person: PersonScope,
  id: string,
): Promise<AsyncIterableIterator<TransactionRow>> {
  await showTransaction(database.client, person, id);
  const showIfVisible = () =>
    showTransaction(database.client, person, id).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
  return subscribeToEvents<TransactionRow>({
    liveEvents,
    matches: ({ type, subjectId }) => type === 'transaction.updated' && subjectId === id,
    initial: async () => {
      const row = await showIfVisible();
      return row === undefined ? [] : [row];
    },
    read: showIfVisible,
  });
}
