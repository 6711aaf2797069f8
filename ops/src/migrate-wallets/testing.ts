import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Document, serialize } from 'bson';
import { afterAll, beforeAll, expect } from 'vitest';
import { checkLedger, createCurrencies } from '../../../backend/src/ledger/index.ts';
import { ManualClock } from '../../../backend/src/platform/clock.ts';
import { type Database, openDatabase } from '../../../backend/src/platform/database/index.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { type MigrationOptions, migrateWallets } from './migrate-wallets.ts';
import { openSource } from './open-source.ts';
import type { PostingServices } from './post-batch.ts';
import type { MigrationReport } from './verify.ts';

export type Collections = Readonly<Record<string, readonly Document[]>>;

/** Documents as mongodump writes them: `<folder>/<database>/<collection>.bson`. Gives the folder. */
export async function writeDump(collections: Collections, database = 'legacy'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-dump-'));
  await mkdir(join(folder, database));
  for (const [name, documents] of Object.entries(collections)) {
    const bytes = documents.map((document) => serialize(document, { ignoreUndefined: true }));
    await writeFile(join(folder, database, `${name}.bson`), Buffer.concat(bytes));
  }
  return folder;
}

export interface TestMigration extends PostingServices {
  readonly url: string;
  readonly services: PostingServices;
  /** Migrates a dump as the command does. */
  migrate(folder: string, options?: Partial<MigrationOptions>): Promise<MigrationReport>;
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** All that migrations write, without the instants and ids that differ from one run to the next. */
  written(): Promise<Record<string, unknown>>;
}

const TABLES = {
  postings: `SELECT p.key, p.kind, p.reverses IS NOT NULL AS reversal, j.action, j.currency, j.amount::text,
      f.owner_id AS from_owner, f.kind AS from_kind, t.owner_kind, t.owner_id AS to_owner, t.kind AS to_kind
    FROM ledger_postings p JOIN ledger_journal j USING (posting_number)
    JOIN ledger_accounts f ON f.number = j.from_number LEFT JOIN ledger_accounts t ON t.number = j.to_number
    ORDER BY p.key, j.line`,
  accounts: `SELECT owner_kind, owner_id, kind, currency, floor::text, balance::text, locked::text
    FROM ledger_accounts ORDER BY owner_kind, owner_id, kind, currency`,
  holds: `SELECT a.owner_id, a.kind, a.currency, h.amount::text, h.status, h.expires_at FROM ledger_holds h
    JOIN ledger_accounts a ON a.number = h.account_number ORDER BY 1, 2, 3, 4, 5`,
  users: 'SELECT legacy_user_id, person_id FROM legacy_wallet_users ORDER BY 1',
  checkpoints: 'SELECT attempt, collection, posted, reversed FROM legacy_wallet_checkpoints ORDER BY 1, 2',
  quarantine: 'SELECT * FROM legacy_wallet_quarantine ORDER BY attempt, collection, position',
};

/** A database of its own for a file of tests, whose ledger is sound at the end of it. */
export function useMigration(): TestMigration {
  let opened: { readonly test: TestDatabase; readonly database: Database } | undefined;
  const current = () => {
    if (opened === undefined) throw new Error('the database is there while tests run');
    return opened;
  };
  beforeAll(async () => {
    const test = await createTestDatabase();
    opened = { test, database: openDatabase({ url: test.url, poolSize: 3 }) };
  });
  afterAll(async () => {
    const { test, database } = current();
    try {
      expect((await checkLedger(database)).failed).toBeNull();
    } finally {
      await database.close();
      await test.drop();
    }
  });
  const clock = new ManualClock(new Date('2026-03-01T10:00:00.000Z'));
  const currencies = createCurrencies();
  const query = async (sql: string) =>
    (await current().database.pool.query<Record<string, unknown>>(sql)).rows;
  return {
    get url() {
      return current().test.url;
    },
    get database() {
      return current().database;
    },
    get services() {
      return { database: current().database, currencies, clock };
    },
    currencies,
    clock,
    async migrate(folder, options = {}) {
      const source = await openSource(folder, undefined);
      try {
        return await migrateWallets({ database: current().database, currencies, clock }, source, {
          dryRun: false,
          batch: 100,
          onProgress: () => undefined,
          ...options,
        });
      } finally {
        await source.close();
      }
    },
    query,
    async written() {
      const tables: Record<string, unknown> = {};
      for (const [name, sql] of Object.entries(TABLES)) tables[name] = await query(sql);
      return tables;
    },
  };
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}
