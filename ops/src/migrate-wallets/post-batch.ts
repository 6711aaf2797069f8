import { type Currencies, openAccounts, postAll } from '../../../backend/src/ledger/index.ts';
import type { Clock } from '../../../backend/src/platform/clock.ts';
import type { Database } from '../../../backend/src/platform/database/index.ts';
import { OWNER_KIND, openingKey } from './keys.ts';
import { openingPosting } from './opening-posting.ts';
import { advanceCheckpoint, insertLegacyUsers, planForGrowth } from './progress.repository.ts';
import type { PendingRow } from './staging.repository.ts';

export interface PostingServices {
  readonly database: Database;
  readonly currencies: Currencies;
  readonly clock: Clock;
}

const PLATFORM = { kind: 'platform', id: 'charmbills' };

/**
 * Opens the accounts of these rows and posts their opening balances, together with how far that is, in one
 * transaction.
 */
export async function postBatch(
  { database, currencies, clock }: PostingServices,
  attempt: number,
  rows: readonly PendingRow[],
): Promise<void> {
  const now = clock.now();
  const currenciesHere = [...new Set(rows.map(({ currency }) => currency))];
  const platformAccounts = currenciesHere.map((currency) => ({
    owner: PLATFORM,
    kind: 'opening',
    currency,
    floor: null,
  }));
  const userAccounts = rows.map(({ userId, collection, currency }) => ({
    owner: { kind: OWNER_KIND, id: userId },
    kind: collection.accountKind,
    currency,
  }));
  await database.transaction(async (tx) => {
    await planForGrowth(tx);
    await insertLegacyUsers(
      tx,
      rows.map(({ userId }) => userId),
      now,
    );
    const opened = await openAccounts(tx, { currencies, now }, [...platformAccounts, ...userAccounts]);
    const openings = new Map(
      opened.slice(0, platformAccounts.length).map((each) => [each.currency, each.id]),
    );
    const accounts = opened.slice(platformAccounts.length);
    const withMoney = rows
      .map((row, i) => ({ row, account: accounts[i]?.id ?? '' }))
      .filter(({ row }) => row.total > 0n);
    const postings = withMoney.map(({ row, account }) =>
      openingPosting({
        ...row,
        key: openingKey(attempt, row.collection.name, row.documentId),
        from: openings.get(row.currency) ?? '',
        to: account,
      }),
    );
    const posted = await postAll(tx, now, postings);
    const counts = new Map<string, number>();
    for (const [i, { row }] of withMoney.entries()) {
      const { name } = row.collection;
      counts.set(name, (counts.get(name) ?? 0) + (posted[i]?.replayed === false ? 1 : 0));
    }
    for (const [collection, count] of counts) {
      await advanceCheckpoint(tx, attempt, collection, { posted: count, reversed: 0 }, now);
    }
  });
}
