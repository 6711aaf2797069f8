import {
  createCurrencies,
  type NewPosting,
  openAccounts,
  postAlone,
} from '../../../../backend/src/ledger/index.ts';
import { migrateDatabase, openDatabase } from '../../../../backend/src/platform/database/index.ts';
import { newId } from '../../../../backend/src/platform/ids.ts';
import { type Measure, rateOf } from './rate.ts';

/** Migrated, with so many accounts of one currency that may go below zero, so that no transfer is refused. */
export async function createBooks(url: string, accounts: number): Promise<void> {
  await migrateDatabase(url);
  const database = openDatabase({ url, poolSize: 1 });
  try {
    const owners = Array.from({ length: accounts }, () => ({ kind: 'person', id: newId('person') }));
    const wanted = owners.map((owner) => ({ owner, kind: 'wallet', currency: 'USD', floor: -(10n ** 30n) }));
    const opening = { currencies: createCurrencies(), now: new Date() };
    await database.transaction((tx) => openAccounts(tx, opening, wanted));
  } finally {
    await database.close();
  }
}

/** Connections to books, and random transfers through the product's own code. */
export interface Bookkeepers {
  /** Transfers a second: so many clients at once, each posting batches of so many, over so many of the accounts. */
  transfers(options: { clients: number; batch: number; accounts: number }): Measure;
  /** Posts until the journal has so many entries. */
  fill(entries: number): Promise<void>;
  /** Commits of one row, the bare minimum of a transaction. */
  commits(clients: number): Measure;
  readonly database: ReturnType<typeof openDatabase>;
}

export async function openBooks(url: string, poolSize: number): Promise<Bookkeepers> {
  const database = openDatabase({ url, poolSize });
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id FROM ledger_accounts ORDER BY number',
  );
  const ids = rows.map(({ id }) => id);
  await database.pool.query(
    'CREATE TABLE IF NOT EXISTS bench_row (id BIGSERIAL PRIMARY KEY, said TEXT NOT NULL)',
  );

  /** A transfer between two different ones of the first `accounts`, under a key of its own. */
  const randomPosting = (accounts: number): NewPosting => {
    const from = Math.floor(Math.random() * accounts);
    const to = (from + 1 + Math.floor(Math.random() * (accounts - 1))) % accounts;
    const amount = BigInt(1 + Math.floor(Math.random() * 10_000));
    const accountsOfIt = { from: ids[from] ?? '', to: ids[to] ?? '' };
    return {
      key: newId('payment'),
      kind: 'bench',
      movements: [{ action: 'transfer', ...accountsOfIt, amount, currency: 'USD' }],
    };
  };
  const post = async (batch: number, accounts: number): Promise<number> => {
    const postings = Array.from({ length: batch }, () => randomPosting(accounts));
    await postAlone(database, new Date(), postings);
    return batch;
  };

  return {
    database,
    transfers:
      ({ clients, batch, accounts }) =>
      (seconds) =>
        rateOf(clients, seconds, () => post(batch, Math.min(accounts, ids.length))),
    async fill(entries) {
      for (let left = entries / 2; left > 0; left -= 10_000) await post(Math.min(left, 10_000), ids.length);
    },
    commits: (clients) => (seconds) =>
      rateOf(clients, seconds, async () => {
        await database.pool.query({
          name: 'bench_row',
          text: 'INSERT INTO bench_row (said) VALUES ($1)',
          values: ['x'],
        });
        return 1;
      }),
  };
}
