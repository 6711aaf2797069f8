import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { placeHold } from './holds/place-hold.ts';
import { postAlone } from './postings/post.ts';
import { sealPostings } from './seals/seal-postings.ts';
import { TEST_NOW as now, useTestLedger } from './testing.ts';

/** Statements as somebody with all rights might type them; none of them may change what the books say. */
const ledger = useTestLedger();

/** What stands in the books, to be the same before and after. */
async function books(): Promise<unknown> {
  return ledger.byHand(`SELECT
    (SELECT json_agg(a ORDER BY number) FROM ledger_accounts a) AS accounts,
    (SELECT json_agg(j ORDER BY posting_number, line) FROM ledger_journal j) AS journal,
    (SELECT json_agg(h ORDER BY id) FROM ledger_holds h) AS holds,
    (SELECT json_agg(s ORDER BY number) FROM ledger_seals s) AS seals`);
}

async function someBooks(): Promise<{ a: string; b: string; hold: string }> {
  const [a, b] = [await ledger.fund(100n), await ledger.fund(0n)];
  await postAlone(ledger.database, now, [
    {
      key: `guarantee:${a}`,
      kind: 'pay',
      movements: [{ action: 'transfer', from: a, to: b, amount: 10n, currency: 'USD' }],
    },
  ]);
  const { holdId } = await ledger.database.transaction((tx) =>
    placeHold(tx, now, {
      key: `guarantee.hold:${a}`,
      kind: 'hold',
      account: a,
      amount: 40n,
      currency: 'USD',
    }),
  );
  await sealPostings(ledger.database);
  await sealPostings(ledger.database);
  return { a, b, hold: holdId };
}

const JOURNAL_ROW = `posting_number, line, action, from_number, from_entry, to_number, to_entry, currency, amount,
  from_balance, to_balance`;

describe.each<[string, (names: { a: string; b: string; hold: string }) => string]>([
  ['an entry without its other side', () => 'INSERT INTO ledger_entries (amount) VALUES (1)'],
  [
    'a row of the journal',
    () => `INSERT INTO ledger_journal (${JOURNAL_ROW})
    VALUES (999, 1, 'transfer', 1, 99, 2, 99, 'USD', 5, 1, 1)`,
  ],
  [
    'rows of the journal copied',
    () => `INSERT INTO ledger_journal (${JOURNAL_ROW})
    SELECT posting_number + 1000, line, action, from_number, from_entry + 1000, to_number, to_entry + 1000, currency,
      amount, from_balance, to_balance FROM ledger_journal`,
  ],
  [
    'a row through the view of postings',
    () => "INSERT INTO ledger_postings (posting_number, key) VALUES (999, 'x')",
  ],
  ['another amount', () => 'UPDATE ledger_journal SET amount = amount + 1'],
  ['another account', () => 'UPDATE ledger_journal SET to_number = from_number WHERE false'],
  ['rows deleted', () => 'DELETE FROM ledger_journal'],
  ['rows deleted through a view', () => 'DELETE FROM ledger_postings'],
  ['the journal emptied', () => 'TRUNCATE ledger_journal'],
  [
    'everything emptied',
    () => 'TRUNCATE ledger_accounts, ledger_journal, ledger_holds, ledger_seals CASCADE',
  ],
  ['a balance', ({ a }) => `UPDATE ledger_accounts SET balance = balance + 1 WHERE id = '${a}'`],
  [
    'a balance and its counterpart',
    () => `UPDATE ledger_accounts SET balance = -balance, entry_count = entry_count`,
  ],
  [
    'a balance by upsert',
    ({ a }) => `INSERT INTO ledger_accounts
      (id, owner_kind, owner_id, kind, currency, created_at) VALUES ('${a}', 'x', 'x', 'x', 'USD', now())
    ON CONFLICT (id) DO UPDATE SET balance = 1000`,
  ],
  [
    'a balance by merge',
    ({ a }) => `MERGE INTO ledger_accounts USING (VALUES ('${a}')) AS v (id)
    ON ledger_accounts.id = v.id WHEN MATCHED THEN UPDATE SET balance = 1000`,
  ],
  ['what is locked', () => 'UPDATE ledger_accounts SET locked = 0'],
  ['the number of entries', () => 'UPDATE ledger_accounts SET entry_count = 0'],
  ['the currency of an account', ({ a }) => `UPDATE ledger_accounts SET currency = 'EUR' WHERE id = '${a}'`],
  ['the owner of an account', ({ a, b }) => `UPDATE ledger_accounts SET owner_id = '${b}' WHERE id = '${a}'`],
  [
    'an account that opens with money',
    () => `INSERT INTO ledger_accounts
      (id, owner_kind, owner_id, kind, currency, created_at, balance)
    VALUES ('acct_rich', 'x', 'x', 'x', 'USD', now(), 1000)`,
  ],
  ['a floor above what is available', ({ a }) => `UPDATE ledger_accounts SET floor = 51 WHERE id = '${a}'`],
  ['an account deleted', ({ b }) => `DELETE FROM ledger_accounts WHERE id = '${b}'`],
  [
    'a hold from nowhere',
    () => `INSERT INTO ledger_holds
    (id, account_number, amount, status, created_at) VALUES ('hold_x', 1, 1, 'open', now())`,
  ],
  [
    'a hold set free',
    ({ hold }) => `UPDATE ledger_holds SET released = amount, status = 'released' WHERE id = '${hold}'`,
  ],
  ['a hold deleted', ({ hold }) => `DELETE FROM ledger_holds WHERE id = '${hold}'`],
  ['a seal changed', () => 'UPDATE ledger_seals SET hash = previous_hash'],
  ['a seal deleted', () => 'DELETE FROM ledger_seals'],
  ['the barrier of the seals moved', () => 'UPDATE ledger_seal_barrier SET posting_number = 1000000'],
  [
    'a balance beside a posting',
    ({ a }) => `WITH changed AS (UPDATE ledger_accounts SET balance = 1000 WHERE id = '${a}' RETURNING id)
    INSERT INTO ledger_post (keys) SELECT array_agg(id) FROM changed`,
  ],
  ['an amount through the view of postings', () => "UPDATE ledger_postings SET kind = 'x'"],
  ['an entry changed', () => 'UPDATE ledger_entries SET amount = 1'],
])('%s', (_, statement) => {
  test.each([
    ['a plain statement', (sql: string) => sql],
    ['a block', (sql: string) => `DO $$ BEGIN ${sql}; END $$`],
    [
      'a session that calls itself a replica',
      (sql: string) => `BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`,
    ],
  ])('is refused to %s', async (__, form) => {
    const names = await someBooks();
    const before = await books();
    const client = await ledger.database.pool.connect();
    try {
      await expect(client.query(form(statement(names)))).rejects.toThrow(
        /not allowed|cannot (insert into|update) view|violates check constraint|cannot truncate|cannot execute MERGE/,
      );
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
    expect(await books()).toEqual(before);
  });
});

test.each([
  ['the journal', 'ledger_journal (posting_number, line, action, from_number, currency, amount)'],
  [
    'accounts with money',
    'ledger_accounts (id, owner_kind, owner_id, kind, currency, created_at, balance, locked)',
  ],
  ['holds', 'ledger_holds (id, account_number, amount, status, created_at)'],
])('COPY into %s is refused', async (_, table) => {
  await someBooks();
  const before = await books();
  const client = await ledger.database.pool.connect();
  try {
    await client.query('CREATE TEMP TABLE said (line TEXT)');
    const row = table.startsWith('ledger_accounts') ? 'x\tx\tx\tx\tUSD\tnow\t9\t0' : '9\t1\tx\t1\tUSD\t5';
    await expect(client.query(`COPY ${table} FROM PROGRAM $$printf '${row}\n'$$`)).rejects.toThrow(
      'not allowed',
    );
  } finally {
    client.release(true);
  }
  expect(await books()).toEqual(before);
});

test('a trigger on a table of one’s own is no way in', async () => {
  const { a } = await someBooks();
  const before = await books();
  const client = await ledger.database.pool.connect();
  try {
    await client.query('CREATE TEMP TABLE side_door (id TEXT)');
    await client.query(`CREATE FUNCTION pg_temp.walk_in() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN UPDATE ledger_accounts SET balance = 1000 WHERE id = NEW.id; RETURN NEW; END $$`);
    await client.query(`CREATE TRIGGER walk_in BEFORE INSERT ON side_door
      FOR EACH ROW EXECUTE FUNCTION pg_temp.walk_in()`);
    await expect(client.query('INSERT INTO side_door VALUES ($1)', [a])).rejects.toThrow('not allowed');
  } finally {
    client.release(true);
  }
  expect(await books()).toEqual(before);
});

const DOOR = 'PL/pgSQL function ledger.transfer() line 9 at SQL statement';

test.each([
  ['a comment', `/* ${DOOR} */`],
  ['a comment that ends a line', `--\n-- x\n/*\n${DOOR}\n*/`],
  ['a text', `|| left($$\n${DOOR}$$, 0)`],
])('naming a door in %s is no way in', async (_, words) => {
  const { a } = await someBooks();
  const before = await books();
  const statement = `UPDATE ledger_accounts SET balance = 1000 WHERE id = '${a}' ${words}`;
  await expect(ledger.byHand(`DO $do$ BEGIN ${statement}; END $do$`)).rejects.toThrow('not allowed');
  await expect(ledger.byHand(statement)).rejects.toThrow('not allowed');
  expect(await books()).toEqual(before);
});

test('naming a door in a parameter is no way in, and a setting that hides who calls is named', async () => {
  const { a } = await someBooks();
  const before = await books();
  const client = await ledger.database.pool.connect();
  try {
    await client.query('SET log_parameter_max_length_on_error = -1');
    const update = client.query('UPDATE ledger_accounts SET balance = 1000 WHERE id = $1 OR id = $2', [
      a,
      `x\n${DOOR}`,
    ]);
    await expect(update).rejects.toThrow('log_parameter_max_length_on_error');
  } finally {
    client.release(true);
  }
  expect(await books()).toEqual(before);
});

test.each([
  'PL/pgSQL function ledger.transfer() line ',
  'PL/pgSQL function ledger.postings() line ',
  'PL/pgSQL function public.ledger_seal() line ',
])('a function whose name has the line “%s” in it is no way in', async (line) => {
  const { a } = await someBooks();
  const before = await books();
  for (const name of [`\n${line}`, `x\n${line.trim()}`, `\n${line}5 at SQL`]) {
    await ledger.byHand(`CREATE FUNCTION "${name}"() RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE ledger_accounts SET balance = 1000 WHERE id = '${a}';
        UPDATE ledger_seal_barrier SET posting_number = 1000000;
      END $$`);
    await expect(ledger.byHand(`SELECT "${name}"()`)).rejects.toThrow('not allowed');
    await ledger.byHand(`DROP FUNCTION "${name}"()`);
  }
  await expect(ledger.byHand('UPDATE ledger_seal_barrier SET posting_number = 1000000')).rejects.toThrow(
    'not allowed',
  );
  expect(await books()).toEqual(before);
});

test.each(['transfer', 'postings'])('a function called %s elsewhere is no way in', async (name) => {
  const { a } = await someBooks();
  const before = await books();
  const client = await ledger.database.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('CREATE SCHEMA "ledgers"');
    await client.query('CREATE TABLE ledgers.side_door (id TEXT)');
    await client.query(`CREATE FUNCTION ledgers.${name}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN UPDATE public.ledger_accounts SET balance = 1000 WHERE id = NEW.id; RETURN NEW; END $$`);
    await client.query(`CREATE TRIGGER walk_in BEFORE INSERT ON ledgers.side_door
      FOR EACH ROW EXECUTE FUNCTION ledgers.${name}()`);
    for (const path of ['public', 'ledgers, public', 'ledgers, ledger, public']) {
      await client.query(`SET LOCAL search_path = ${path}`);
      await client.query('SAVEPOINT before');
      const insert = client.query('INSERT INTO ledgers.side_door VALUES ($1)', [a]);
      await expect(insert).rejects.toThrow('not allowed');
      await client.query('ROLLBACK TO before');
    }
  } finally {
    await client.query('ROLLBACK');
    client.release(true);
  }
  expect(await books()).toEqual(before);
});

/** What a request by hand says, as SQL. */
const REQUEST = {
  key: "'by-hand'",
  hash: "sha256('x')",
  kind: "'x'",
  at: 'now()',
  amount: '1',
  currency: "'USD'",
};

/** The same transfer through both doors. */
function byBothDoors(from: string, to: string, request: Partial<typeof REQUEST>): string[] {
  const { key, hash, kind, at, amount, currency } = { ...REQUEST, ...request };
  const accounts = [...new Set([from, to])].sort();
  const place = (id: string) => accounts.indexOf(id) + 1;
  return [
    `INSERT INTO ledger_post_transfer (key, input_hash, kind, event_at, from_id, to_id, amount, currency)
      VALUES (${key}, ${hash}, ${kind}, ${at}, '${from}', '${to}', ${amount}, ${currency})`,
    `INSERT INTO ledger_post (asked_at, accounts, holds, keys, input_hashes, kinds, event_ats, postings, actions,
        froms, tos, amounts, currencies)
      VALUES (now(), '{${accounts}}', '{}', ARRAY[${key}], ARRAY[${hash}], ARRAY[${kind}],
        ARRAY[${at}]::timestamptz[], '{1}', '{transfer}', '{${place(from)}}', '{${place(to)}}',
        ARRAY[${amount}]::numeric[], ARRAY[${currency}])`,
  ];
}

test('a session whose search path shows the doors can post nothing through them', async () => {
  const { a, b } = await someBooks();
  const before = await books();
  // Of its own: a door keeps the name that it was first called by.
  const client = new pg.Client({ connectionString: ledger.url });
  await client.connect();
  try {
    await client.query('SET search_path = public, ledger');
    const [sql = ''] = byBothDoors(a, b, {});
    await expect(client.query(sql)).rejects.toThrow('not allowed');
  } finally {
    await client.end();
  }
  expect(await books()).toEqual(before);
});

describe('through the doors by hand', () => {
  test.each<[string, Partial<typeof REQUEST>, RegExp]>([
    ['no amount', { amount: 'NULL' }, /POSTING_INVALID/],
    ['an amount of zero', { amount: '0' }, /POSTING_INVALID/],
    ['a negative amount', { amount: '-1' }, /POSTING_INVALID/],
    ['half a unit', { amount: '0.5' }, /POSTING_INVALID/],
    ['not a number', { amount: "'NaN'" }, /POSTING_INVALID/],
    ['infinitely much', { amount: "'Infinity'" }, /POSTING_INVALID/],
    ['more digits than there are', { amount: '1e38' }, /POSTING_INVALID/],
    ['no key', { key: 'NULL' }, /POSTING_INVALID/],
    ['an empty key', { key: "''" }, /POSTING_INVALID/],
    ['a key too long', { key: "repeat('k', 201)" }, /too long/],
    ['a hash that is none', { hash: "'\\x00'::bytea" }, /POSTING_INVALID/],
    ['no time', { at: 'NULL' }, /POSTING_INVALID/],
    ['a time that never comes', { at: "'infinity'::timestamptz" }, /POSTING_INVALID/],
    ['no currency', { currency: 'NULL' }, /CURRENCY_MISMATCH/],
    ['another currency', { currency: "'EUR'" }, /CURRENCY_MISMATCH/],
    ['more than there is', { amount: '51' }, /INSUFFICIENT_FUNDS/],
  ])('%s is refused', async (_, request, refusal) => {
    const { a, b } = await someBooks();
    const before = await books();
    for (const sql of byBothDoors(a, b, request)) await expect(ledger.byHand(sql)).rejects.toThrow(refusal);
    expect(await books()).toEqual(before);
  });

  test('a transfer to itself is refused', async () => {
    const { a } = await someBooks();
    for (const sql of byBothDoors(a, a, {}))
      await expect(ledger.byHand(sql)).rejects.toThrow(/POSTING_INVALID/);
  });

  test('accounts out of order, which might deadlock, are refused', async () => {
    const { a, b } = await someBooks();
    const [, sql = ''] = byBothDoors(a, b, {});
    const [first, second] = [a, b].sort();
    const turned = sql.replace(`{${first},${second}}`, `{${second},${first}}`);
    await expect(ledger.byHand(turned)).rejects.toThrow(/ACCOUNT_NOT_FOUND/);
  });

  test.each<[string, string, RegExp]>([
    ['a hold named twice', `'{HOLD,HOLD}', '{1,2}', '{capture,capture}', '{40,40}'`, /POSTING_INVALID/],
    [
      'a hold in a list that begins elsewhere',
      `'[5:5]={HOLD}', '{1}', '{capture}', '{40}'`,
      /POSTING_INVALID/,
    ],
    ['a hold without a name', `'{}', '{1}', '{hold}', '{5}'`, /POSTING_INVALID/],
    ['a hold without a list', `NULL, '{1}', '{hold}', '{5}'`, /POSTING_INVALID/],
    ['a hold at no place', `'{HOLD}', '{NULL}', '{release}', '{5}'`, /POSTING_INVALID/],
    ['a hold that is null', `'{NULL}', '{1}', '{hold}', '{5}'`, /POSTING_INVALID/],
  ])('%s is refused', async (_, said, refusal) => {
    const { a, b, hold } = await someBooks();
    const before = await books();
    const accounts = [a, b].sort();
    const places = [a, b].map((id) => accounts.indexOf(id) + 1);
    const lines = said.includes('40,40') ? 2 : 1;
    const list = (place: number | undefined) => `'{${Array(lines).fill(place)}}'`;
    await expect(
      ledger.byHand(`INSERT INTO ledger_post (asked_at, accounts, keys, input_hashes, kinds, event_ats, postings,
          froms, tos, currencies, holds, hold_places, actions, amounts)
        VALUES (now() - interval '1 year', '{${accounts}}', '{by-hand}', ARRAY[sha256('x')], '{x}', ARRAY[now()],
          ${list(1)}, ${list(places[0])}, ${list(places[1])}, '{${Array(lines).fill('USD')}}',
          ${said.replaceAll('HOLD', hold)})`),
    ).rejects.toThrow(refusal);
    expect(await books()).toEqual(before);
  });

  test('functions of the session do not stand in for PostgreSQL’s', async () => {
    const { a, b } = await someBooks();
    const client = await ledger.database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('CREATE SCHEMA shadow');
      await client.query(
        `CREATE FUNCTION shadow.less(numeric, numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 0.0'`,
      );
      await client.query(
        'CREATE OPERATOR shadow.- (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = shadow.less)',
      );
      await client.query('SET LOCAL search_path = shadow, pg_catalog, public');
      for (const sql of byBothDoors(a, b, { amount: '51' })) {
        await client.query('SAVEPOINT before');
        await expect(client.query(sql)).rejects.toThrow(/INSUFFICIENT_FUNDS/);
        await client.query('ROLLBACK TO before');
      }
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  test('tables of the session do not stand in for the ledger’s', async () => {
    const { a, b } = await someBooks();
    const client = await ledger.database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('CREATE TEMP TABLE ledger_accounts (LIKE public.ledger_accounts) ON COMMIT DROP');
      await client.query('INSERT INTO pg_temp.ledger_accounts SELECT * FROM public.ledger_accounts');
      await client.query('UPDATE pg_temp.ledger_accounts SET balance = 1000');
      const [sql = ''] = byBothDoors(a, b, { amount: '51' });
      await expect(client.query(sql)).rejects.toThrow(/INSUFFICIENT_FUNDS/);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });
});
