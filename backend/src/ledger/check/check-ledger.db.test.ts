import { beforeAll, expect, test } from 'vitest';
import { placeHold } from '../holds/place-hold.ts';
import { postAlone } from '../postings/post.ts';
import { TEST_NOW as now, useTestLedger } from '../testing.ts';
import { checkLedger, checkWithin, type LedgerReport } from './check-ledger.ts';
import { CHECKS } from './checks.repository.ts';

const ledger = useTestLedger({ sound: false });
let a = '';
let b = '';

beforeAll(async () => {
  [a, b] = [await ledger.fund(100n), await ledger.fund(0n)];
  await postAlone(ledger.database, now, [
    {
      key: 'c1',
      kind: 'pay',
      movements: [{ action: 'transfer', from: a, to: b, amount: 10n, currency: 'USD' }],
    },
  ]);
  await ledger.sealAll();
  const hold = { key: 'c2', kind: 'hold', account: a, amount: 5n, currency: 'USD' };
  await ledger.database.transaction((tx) => placeHold(tx, now, hold));
  await ledger.sealAll();
});

const TABLES = ['accounts', 'journal', 'holds', 'seals'].map((name) => `ledger_${name}`);

/** What the check says after somebody took the guards away, did this, and put them back. Undone afterwards. */
async function afterTampering(sql: string): Promise<LedgerReport> {
  const client = await ledger.database.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_floor_check');
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await client.query(sql);
    await client.query(`DO $$ DECLARE guard record; BEGIN
      FOR guard IN SELECT tgname, tgrelid::regclass AS guarded FROM pg_trigger
        WHERE tgrelid::regclass::text = ANY ('{${TABLES}}') AND NOT tgisinternal LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', guard.guarded, guard.tgname);
      END LOOP; END $$`);
    return await checkWithin(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

test('a sound ledger passes every check, and its figures are what was posted', async () => {
  const { journal, currencies, passed, failed } = await checkLedger(ledger.database);
  expect(failed).toBeNull();
  expect(passed).toEqual(CHECKS.map(({ name }) => name));
  expect(journal).toMatchObject({ accounts: 3n, postings: 3n, entries: 4n, openHolds: 1n, unsealed: 0n });
  expect(journal.head).toMatch(/^[0-9a-f]{64}$/);
  expect(currencies).toEqual([{ currency: 'USD', accounts: 3n, held: 100n, locked: 5n }]);
});

test.each<[string, string, string]>([
  [
    'a description',
    'the seals are an unbroken chain over unchanged postings',
    "UPDATE ledger_journal SET description = 'nothing' WHERE key = 'c1'",
  ],
  [
    'the time of a posting',
    'the seals are an unbroken chain over unchanged postings',
    "UPDATE ledger_journal SET event_at = event_at + interval '1 day' WHERE key = 'c1'",
  ],
  [
    'a posting in full, with every balance after it',
    'the seals are an unbroken chain over unchanged postings',
    `UPDATE ledger_journal SET amount = 9, from_balance = from_balance + 1, to_balance = to_balance - 1
       WHERE key = 'c1';
     UPDATE ledger_accounts SET balance = 100 - 9 WHERE locked = 5; UPDATE ledger_accounts SET balance = 9
       WHERE balance = 10`,
  ],
  [
    'a posting taken out, with all its traces',
    'the seals are an unbroken chain over unchanged postings',
    `DELETE FROM ledger_journal WHERE key = 'c1';
     UPDATE ledger_accounts SET balance = 100, entry_count = 1 WHERE locked = 5;
     UPDATE ledger_accounts SET balance = 0, entry_count = 0 WHERE balance = 10`,
  ],
  [
    'a seal',
    'the seals are an unbroken chain over unchanged postings',
    'UPDATE ledger_seals SET posting_count = posting_count + 1 WHERE number = 1',
  ],
  [
    'a seal taken out',
    'the seals are an unbroken chain over unchanged postings',
    'DELETE FROM ledger_seals WHERE number = (SELECT min(number) FROM ledger_seals)',
  ],
  ['half a posting', 'every posting is whole', "UPDATE ledger_journal SET line = 2 WHERE key = 'c2'"],
  [
    'an amount',
    'every balance after is the one before plus the amount',
    "UPDATE ledger_journal SET amount = amount + 1 WHERE key = 'c1'",
  ],
  [
    'an amount and the balances after it',
    'every balance is the sum of its entries',
    `UPDATE ledger_journal SET amount = amount + 1, from_balance = from_balance - 1, to_balance = to_balance + 1
      WHERE key = 'c1'`,
  ],
  [
    'a balance',
    'every balance is the sum of its entries',
    'UPDATE ledger_accounts SET balance = balance + 1 WHERE floor IS NOT NULL',
  ],
  [
    'the currency of an account',
    'every movement is between known accounts of its currency',
    "UPDATE ledger_accounts SET currency = 'EUR' WHERE floor IS NULL",
  ],
  ['a floor', 'no account is below its floor', 'UPDATE ledger_accounts SET floor = 96 WHERE locked > 0'],
  ['a hold', 'every hold is what the journal says of it', 'UPDATE ledger_holds SET released = 1'],
  [
    'what is locked',
    'what is locked is what open holds have left',
    'UPDATE ledger_accounts SET locked = 0 WHERE locked > 0',
  ],
])('%s tampered with is found out', async (_, check, sql) => {
  expect((await afterTampering(sql)).failed?.check).toBe(check);
});

test.each([
  [
    'a trigger of somebody else’s',
    'CREATE TRIGGER mine BEFORE UPDATE ON ledger_accounts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    'trigger mine on ledger_accounts is none of the ledger’s',
  ],
  [
    'a rule',
    'CREATE RULE mine AS ON UPDATE TO ledger_accounts DO INSTEAD NOTHING',
    'rule mine changes what is written to ledger_accounts',
  ],
  [
    'a table that passes for part of the journal',
    'CREATE TABLE mine () INHERITS (ledger_journal)',
    'table mine inherits from ledger_journal',
  ],
])('%s is found out', async (_, sql, culprit) => {
  expect((await afterTampering(sql)).failed).toEqual({ check: 'the guards are in place', culprit });
});

test('a guard that was taken away is missed', async () => {
  await ledger.byHand('ALTER TABLE ledger_journal DISABLE TRIGGER ledger_journal_append_only');
  expect((await checkLedger(ledger.database)).failed).toEqual({
    check: 'the guards are in place',
    culprit: 'trigger ledger_journal_append_only on ledger_journal is missing or disabled',
  });
});
