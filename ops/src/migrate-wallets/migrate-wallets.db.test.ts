import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal128, Long, ObjectId } from 'bson';
import { afterEach, expect, test } from 'vitest';
import { createCurrencies, openAccounts, openHoldsOf, postAlone } from '../../../backend/src/ledger/index.ts';
import { formatMigrationReport } from './report.ts';
import { rollBackWallets } from './roll-back.ts';
import { type Collections, removeFolder, useMigration, writeDump } from './testing.ts';

const migration = useMigration();
const currencies = createCurrencies();
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await removeFolder(folder);
});

async function dump(collections: Collections): Promise<string> {
  const folder = await writeDump(collections);
  folders.push(folder);
  return folder;
}

/** Everything is rolled back, so that the next attempt begins with none of it. */
async function startOver(): Promise<void> {
  await rollBackWallets(migration.services, { batch: 100, onProgress: () => undefined });
}

const id = (n: number) => new ObjectId(n.toString(16).padStart(24, '0'));
const row = (n: number, user: string, currency: string, available: unknown, locked: unknown = 0) => ({
  _id: id(n),
  user_id: user,
  currency,
  available_balance: available,
  locked_balance: locked,
});

const MIXED: Collections = {
  internal_balances: [
    row(1, 'ann', 'BTC', 1.5, 0.5),
    row(2, 'ann', 'USD', Long.fromNumber(7)),
    row(3, 'bob', 'ETH', Decimal128.fromString('0.000000000000000001')),
    row(4, 'bob', 'EUR', '12.34'),
    row(5, 'cy', 'BTC', 0),
    row(6, 'cy', 'USD', 0.1 + 0.2),
    row(7, 'dan', 'BTC', 1),
    row(8, 'dan', 'btc', 2),
    row(9, 'dan', 'DOGE', 2),
    row(10, 'eve', 'BTC', -1),
  ],
  trader_balances: [row(11, 'ann', 'BTC', 0.25, 0.75), row(12, 'dan', 'BTC', 3)],
  crypto_balances: [{ _id: id(13), user_id: 'ann', currency: 'BTC', amount: 2 }],
  savings_balances: [{ _id: id(14), user_id: 'ann', currency: 'BTC', balance: 4 }],
};

test('balances are as before: available, locked and total, one account for each currency, savings apart', async () => {
  const report = await migration.migrate(await dump(MIXED));
  expect(report.problems).toEqual([]);
  const { accounts, holds, users, checkpoints } = await migration.written();
  expect(accounts).toEqual(
    expect.arrayContaining([
      {
        owner_kind: 'legacy_user',
        owner_id: 'ann',
        kind: 'wallet',
        currency: 'BTC',
        floor: '0',
        balance: '500000000',
        locked: '125000000',
      },
      expect.objectContaining({ owner_id: 'ann', kind: 'savings', currency: 'BTC', balance: '400000000' }),
      expect.objectContaining({ owner_id: 'ann', kind: 'wallet', currency: 'USD', balance: '700' }),
      expect.objectContaining({ owner_id: 'bob', currency: 'ETH', balance: '1' }),
      expect.objectContaining({ owner_id: 'bob', currency: 'EUR', balance: '1234' }),
      expect.objectContaining({ owner_id: 'cy', currency: 'BTC', balance: '0' }),
      expect.objectContaining({
        owner_id: 'charmbills',
        kind: 'opening',
        currency: 'BTC',
        balance: '-1200000000',
        floor: null,
      }),
    ]),
  );
  expect(holds).toEqual([
    {
      owner_id: 'ann',
      kind: 'wallet',
      currency: 'BTC',
      amount: '50000000',
      status: 'open',
      expires_at: null,
    },
    {
      owner_id: 'ann',
      kind: 'wallet',
      currency: 'BTC',
      amount: '75000000',
      status: 'open',
      expires_at: null,
    },
  ]);
  expect(users).toEqual(
    ['ann', 'bob', 'cy', 'dan'].map((name) => ({ legacy_user_id: name, person_id: null })),
  );
  expect(checkpoints).toEqual([
    { attempt: 1, collection: 'crypto_balances', posted: '1', reversed: '0' },
    { attempt: 1, collection: 'internal_balances', posted: '4', reversed: '0' },
    { attempt: 1, collection: 'savings_balances', posted: '1', reversed: '0' },
    { attempt: 1, collection: 'trader_balances', posted: '2', reversed: '0' },
  ]);
  expect(await migration.query('SELECT action, attempt, outcome FROM legacy_wallet_runs')).toEqual([
    { action: 'migrate', attempt: 1, outcome: 'balanced' },
  ]);
});

test('the totals are those of the source, posted and set aside together', async () => {
  const report = await migration.migrate(await dump(MIXED));
  const btc = report.byCurrency.find(({ currency }) => currency === 'BTC');
  expect(btc).toEqual({
    collection: 'all',
    currency: 'BTC',
    source: { rows: 9n, amount: 1_400_000_000n },
    posted: { rows: 5n, amount: 1_200_000_000n },
    empty: 1n,
    quarantined: { rows: 3n, amount: 200_000_000n },
  });
  const text = formatMigrationReport(report, currencies);
  expect(text).toMatch(/^all +BTC +9 +14\.00000000 +5 +12\.00000000 +1 +3 +2\.00000000 +0\.00000000$/m);
  expect(text).toMatch(/^internal_balances +\(other\) +1 +- +0 +- +0 +1 +- +-$/m);
  expect(text).toMatch(/^ {2}duplicate +internal_balances +2$/m);
  expect(text).toContain('Before and after agree to the last unit.');
});

test('rows that are set aside are kept with the reason, in a table and in a file', async () => {
  const file = join(await dump(MIXED), 'quarantine.csv');
  await migration.migrate(await dump(MIXED), { quarantineFile: file });
  expect(
    await migration.query(
      'SELECT user_id, currency, amount, reason FROM legacy_wallet_quarantine ORDER BY position',
    ),
  ).toEqual([
    { user_id: 'cy', currency: 'USD', amount: null, reason: 'float_artefact' },
    { user_id: 'dan', currency: 'BTC', amount: '100000000', reason: 'duplicate' },
    { user_id: 'dan', currency: 'BTC', amount: '200000000', reason: 'duplicate' },
    { user_id: 'dan', currency: 'DOGE', amount: null, reason: 'unknown_currency' },
    { user_id: 'eve', currency: 'BTC', amount: '-100000000', reason: 'negative' },
  ]);
  expect((await readFile(file, 'utf8')).split('\r\n')).toEqual([
    'collection,position,document_id,user_id,currency,available,locked,total,reason,detail',
    `internal_balances,6,${id(6).toHexString()},cy,USD,0.30000000000000004,0,,float_artefact,available_balance 0.30000000000000004 is a double with more than the 2 decimals of USD`,
    `internal_balances,7,${id(7).toHexString()},dan,BTC,1,0,,duplicate,the collection has 2 rows of this user and currency`,
    `internal_balances,8,${id(8).toHexString()},dan,BTC,2,0,,duplicate,the collection has 2 rows of this user and currency`,
    `internal_balances,9,${id(9).toHexString()},dan,DOGE,2,0,,unknown_currency,"currency is ""DOGE"": see LEDGER_CURRENCIES"`,
    `internal_balances,10,${id(10).toHexString()},eve,BTC,-1,0,,negative,available is below zero`,
    '',
  ]);
});

test('repeated, it posts nothing again', async () => {
  const before = await migration.written();
  const report = await migration.migrate(await dump(MIXED));
  expect(report.problems).toEqual([]);
  expect(await migration.written()).toEqual(before);
});

test('a row that has changed since is refused and named, and a new one is posted', async () => {
  const changed = {
    ...MIXED,
    internal_balances: [
      ...(MIXED.internal_balances ?? []).slice(1),
      row(1, 'ann', 'BTC', 1.5, 0.25),
      row(20, 'fay', 'EUR', 1),
    ],
    crypto_balances: [],
  };
  const report = await migration.migrate(await dump(changed));
  expect(report.differences).toEqual({
    counts: { changed: 1n, vanished: 1n, missing: 0n },
    examples: [
      { kind: 'changed', key: `legacy:1:internal_balances:${id(1).toHexString()}` },
      { kind: 'vanished', key: `legacy:1:crypto_balances:${id(13).toHexString()}` },
    ],
  });
  expect(report.problems).toEqual(
    expect.arrayContaining([
      'internal_balances BTC: before and after differ',
      'crypto_balances BTC: before and after differ',
      '1 rows were posted before and have changed in the source since: not posted again',
    ]),
  );
  const { accounts } = await migration.written();
  expect(accounts).toContainEqual(
    expect.objectContaining({ owner_id: 'ann', kind: 'wallet', currency: 'BTC', balance: '500000000' }),
  );
  expect(accounts).toContainEqual(
    expect.objectContaining({ owner_id: 'fay', currency: 'EUR', balance: '100' }),
  );
  expect(
    await migration.query(`SELECT outcome FROM legacy_wallet_runs ORDER BY number DESC LIMIT 1`),
  ).toEqual([{ outcome: 'unbalanced' }]);
  await startOver();
});

test('what was locked can be captured or released like any other hold', async () => {
  await migration.migrate(await dump({ trader_balances: [row(30, 'gil', 'USDT', 1, 2)] }));
  const [account] = await migration.database.transaction((tx) =>
    openAccounts(tx, { currencies, now: migration.clock.now() }, [
      { owner: { kind: 'legacy_user', id: 'gil' }, kind: 'wallet', currency: 'USDT' },
    ]),
  );
  expect(account).toMatchObject({ balance: 3_000_000n, locked: 2_000_000n, available: 1_000_000n });
  const [hold] = await openHoldsOf(migration.database.client, account?.id ?? '');
  await postAlone(migration.database, migration.clock.now(), [
    { key: 'test:release', kind: 'test', movements: [{ action: 'release', hold: hold?.id ?? '' }] },
  ]);
  // A second look compares with what was posted, not with what became of it.
  expect(
    (await migration.migrate(await dump({ trader_balances: [row(30, 'gil', 'USDT', 1, 2)] }))).problems,
  ).toEqual([]);
});

test('a dry run shows the same and changes nothing', async () => {
  const folder = await dump({
    ...MIXED,
    trader_balances: [...(MIXED.trader_balances ?? []), row(30, 'gil', 'USDT', 1, 2)],
  });
  const everything = async () => {
    const tables = await migration.query(`SELECT relname, relpages FROM pg_class
      WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema')
      ORDER BY relname`);
    const contents: unknown[] = [tables.map(({ relname }) => relname)];
    for (const { tablename } of await migration.query(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`,
    )) {
      contents.push(
        await migration.query(
          `SELECT '${tablename}' AS name, count(*), sum(hashtext(t::text)) FROM "${tablename}" t`,
        ),
      );
    }
    contents.push(await migration.query(`SELECT sequencename, last_value FROM pg_sequences ORDER BY 1`));
    return contents;
  };
  const before = await everything();
  const preview = await migration.migrate(folder, { dryRun: true });
  expect(preview.problems).toEqual([]);
  expect(await everything()).toEqual(before);
  const report = await migration.migrate(folder);
  expect(formatMigrationReport(preview, currencies)).toBe(formatMigrationReport(report, currencies));
});

test('nothing is posted from a source that is broken, and it can be repeated from one that is whole', async () => {
  const folder = await dump({
    internal_balances: [row(40, 'hal', 'EUR', 1)],
    savings_balances: [row(41, 'hal', 'EUR', 1)],
  });
  const path = join(folder, 'legacy', 'savings_balances.bson');
  const whole = await readFile(path);
  await writeFile(path, whole.subarray(0, -3));
  const before = await migration.written();
  await expect(migration.migrate(folder)).rejects.toMatchObject({ code: 'SOURCE_BROKEN' });
  expect(await migration.written()).toEqual(before);
});

test('two at once are one after the other', async () => {
  const folder = await dump({
    crypto_balances: Array.from({ length: 300 }, (_, i) => row(1_000 + i, `u${i}`, 'EUR', i)),
  });
  const reports = await Promise.all([
    migration.migrate(folder, { batch: 7 }),
    migration.migrate(folder, { batch: 11 }),
  ]);
  for (const { byCollection } of reports) {
    expect(
      byCollection.find(({ collection, currency }) => collection === 'crypto_balances' && currency === 'EUR'),
    ).toMatchObject({
      posted: { amount: 4_485_000n },
      empty: 1n,
    });
  }
});

test('a quarantine file that cannot be written ends the run before anything is posted', async () => {
  const folder = await dump({ internal_balances: [row(60, 'ida', 'EUR', 1)] });
  const before = await migration.written();
  const nowhere = join(await mkdtemp(join(tmpdir(), 'charmbills-')), 'missing', 'file.csv');
  await expect(migration.migrate(folder, { quarantineFile: nowhere })).rejects.toThrow('ENOENT');
  expect((await migration.written()).postings).toEqual(before.postings);
});
