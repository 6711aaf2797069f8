import { setTimeout as pause } from 'node:timers/promises';
import { createCurrencies, openAccounts, postAlone } from '../../../backend/src/ledger/index.ts';
import { migrateDatabase, openDatabase } from '../../../backend/src/platform/database/index.ts';
import { newId } from '../../../backend/src/platform/ids.ts';

/** A transfer that the database has said it holds. */
export interface Acknowledged {
  readonly key: string;
  readonly amount: bigint;
  /** When it was said, in milliseconds since 1970. */
  readonly at: number;
}

export interface Writers {
  readonly acknowledged: readonly Acknowledged[];
  /** Every key that was tried: nothing else may be in the books. */
  readonly tried: ReadonlySet<string>;
  /** Resolves when all have stopped: because they were told, or because the database is gone. */
  stop(): Promise<void>;
}

const ACCOUNTS = 20;
const WRITERS = 4;
/** Between two transfers of a writer: the drill shows what is lost, not how fast the ledger is. */
const PAUSE_MS = 10;

/** Migrates a database, opens accounts, and moves money between them until the database is gone. */
export async function startWriters(url: string): Promise<Writers> {
  await migrateDatabase(url);
  const database = openDatabase({ url, poolSize: WRITERS });
  const wanted = Array.from({ length: ACCOUNTS }, () => ({
    owner: { kind: 'person', id: newId('person') },
    kind: 'wallet',
    currency: 'USD',
    floor: -(10n ** 30n),
  }));
  const opening = { currencies: createCurrencies(), now: new Date() };
  await database.transaction((tx) => openAccounts(tx, opening, wanted));
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id FROM ledger_accounts ORDER BY number',
  );
  const ids = rows.map(({ id }) => id);
  const acknowledged: Acknowledged[] = [];
  const tried = new Set<string>();
  let stopped = false;

  async function write(seat: number): Promise<void> {
    for (let i = 0; !stopped; i++) {
      const key = newId('payment');
      const amount = BigInt(1 + (i % 1_000));
      const [from = '', to = ''] = [ids[(seat * 5 + i) % ACCOUNTS], ids[(seat * 5 + i + 1) % ACCOUNTS]];
      const movement = { action: 'transfer' as const, from, to, amount, currency: 'USD' };
      tried.add(key);
      await postAlone(database, new Date(), [{ key, kind: 'drill', movements: [movement] }]);
      acknowledged.push({ key, amount, at: Date.now() });
      await pause(PAUSE_MS);
    }
  }

  // A writer ends with the database: that is what the drill is about.
  const writing = Array.from({ length: WRITERS }, (_, seat) => write(seat).catch(() => undefined));
  return {
    acknowledged,
    tried,
    async stop() {
      stopped = true;
      await Promise.all(writing);
      await database.close().catch(() => undefined);
    },
  };
}
