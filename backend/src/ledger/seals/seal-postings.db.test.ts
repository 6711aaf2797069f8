import pg from 'pg';
import { expect, test } from 'vitest';
import { postAlone } from '../postings/post.ts';
import { parsePostingId } from '../postings/posting-id.ts';
import { TEST_NOW as now, useTestLedger } from '../testing.ts';
import { sealPostings } from './seal-postings.ts';

const ledger = useTestLedger();
let keys = 0;

/** Posts one cent and returns the number of the posting. */
async function pay(from: string, to: string): Promise<bigint> {
  const [posted] = await postAlone(ledger.database, now, [
    {
      key: `s${++keys}`,
      kind: 'pay',
      movements: [{ action: 'transfer', from, to, amount: 1n, currency: 'USD' }],
    },
  ]);
  return parsePostingId(posted?.id ?? '')?.number ?? 0n;
}

const seal = () => sealPostings(ledger.database);

async function onOwnConnection<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(ledger.url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const LATE = `INSERT INTO ledger_post_transfer (key, input_hash, kind, event_at, from_id, to_id, amount, currency)
  VALUES ($1, sha256('x'), 'pay', now(), $2, $3, 1, 'USD') RETURNING posting_number`;

test('seals follow one another without a gap, each on the hash before it', async () => {
  const [a, b] = [await ledger.fund(100n), await ledger.fund(0n)];
  await pay(a, b);
  await ledger.sealAll();
  await pay(a, b);
  await ledger.sealAll();
  await pay(a, b);
  await ledger.sealAll();
  const chain =
    await ledger.byHand(`SELECT from_posting - 1 = lag(to_posting, 1, 0::bigint) OVER w AS adjoining,
    previous_hash = lag(hash, 1, decode(repeat('00', 32), 'hex')) OVER w AS linked
    FROM ledger_seals WINDOW w AS (ORDER BY number)`);
  expect(chain.length).toBeGreaterThanOrEqual(3);
  for (const link of chain) expect(link).toEqual({ adjoining: true, linked: true });
});

test('nothing new is no seal', async () => {
  const [a, b] = [await ledger.fund(1n), await ledger.fund(0n)];
  await pay(a, b);
  await ledger.sealAll();
  expect(await seal()).toEqual([]);
});

test('a posting that commits late is waited for, and posting does not wait meanwhile', async () => {
  const [a, b] = [await ledger.fund(100n), await ledger.fund(0n)];
  const [c, d] = [await ledger.fund(100n), await ledger.fund(0n)];
  await pay(c, d);
  await ledger.sealAll();
  await onOwnConnection(async (late) => {
    await late.query('BEGIN');
    const { rows } = await late.query<{ posting_number: string }>(LATE, ['late', a, b]);
    const lateNumber = BigInt(rows[0]?.posting_number ?? 0);
    const laterNumber = await pay(c, d);
    expect(laterNumber).toBeGreaterThan(lateNumber);
    // The barrier is set beyond the late one, and holds however often it is asked.
    for (let i = 0; i < 5; i++) expect(await seal()).toEqual([]);
    await pay(c, d);
    await late.query('COMMIT');
    await ledger.sealAll();
    const [covering] = await ledger.byHand(`SELECT posting_count::int AS sealed, (SELECT count(*)::int
        FROM ledger_postings WHERE posting_number BETWEEN from_posting AND to_posting) AS there
      FROM ledger_seals WHERE ${lateNumber} BETWEEN from_posting AND to_posting`);
    expect(covering?.sealed).toBe(covering?.there);
  });
});

test('numbers of postings that were rolled back leave a gap that holds nothing up', async () => {
  const [a, b] = [await ledger.fund(100n), await ledger.fund(0n)];
  await onOwnConnection(async (client) => {
    await client.query('BEGIN');
    await client.query(LATE, ['rolled-back', a, b]);
    await client.query('ROLLBACK');
  });
  await pay(a, b);
  await ledger.sealAll();
});

test('sealing does not wait for a sealer who is at it', async () => {
  await onOwnConnection(async (busy) => {
    await busy.query('BEGIN');
    await busy.query('SELECT FROM ledger_seal_barrier FOR UPDATE');
    expect(await seal()).toEqual([]);
    await busy.query('ROLLBACK');
  });
});

test('sealing within another transaction is refused: its barrier would come too early', async () => {
  await onOwnConnection(async (client) => {
    await client.query('BEGIN');
    await client.query('SELECT pg_current_xact_id()');
    await expect(client.query('INSERT INTO ledger_seals DEFAULT VALUES')).rejects.toThrow(
      'a transaction of its own',
    );
  });
});

test('what a seal says is worked out by the database, whatever is written by hand', async () => {
  const [a, b] = [await ledger.fund(1n), await ledger.fund(0n)];
  await pay(a, b);
  await ledger.sealAll();
  await ledger.byHand(`INSERT INTO ledger_seals (number, from_posting, to_posting, posting_count, row_count, sums,
    previous_hash, hash, sealed_at) VALUES (99, 1, 1000, 0, 0, '{}', '', '', now())`);
  expect(await ledger.byHand('SELECT number FROM ledger_seals WHERE number = 99')).toEqual([]);
});

test('a barrier from another cluster, as a restored dump brings it, is replaced', async () => {
  const [a, b] = [await ledger.fund(1n), await ledger.fund(0n)];
  await ledger.byHand(`ALTER TABLE ledger_seal_barrier DISABLE TRIGGER USER;
    UPDATE ledger_seal_barrier SET posting_number = posting_number + 1, transaction_number = 1::bigint << 60;
    ALTER TABLE ledger_seal_barrier ENABLE ALWAYS TRIGGER ledger_seal_barrier_door;
    ALTER TABLE ledger_seal_barrier ENABLE ALWAYS TRIGGER ledger_seal_barrier_permanent`);
  await pay(a, b);
  await ledger.sealAll();
});

test('while many post at once, every posting ends up in exactly one seal', async () => {
  const accounts = await Promise.all(Array.from({ length: 8 }, () => ledger.fund(1_000n)));
  let posting = true;
  const sealing = (async () => {
    while (posting) await seal();
  })();
  await Promise.all(
    accounts.map(async (from, i) => {
      for (let n = 0; n < 40; n++) await pay(from, accounts[(i + 1) % 8] ?? '');
    }),
  );
  posting = false;
  await sealing;
  await pay(accounts[0] ?? '', accounts[1] ?? '');
  await ledger.sealAll();
  const [counts] = await ledger.byHand(`SELECT (SELECT sum(posting_count)::int FROM ledger_seals) AS sealed,
    (SELECT count(*)::int FROM ledger_postings
      WHERE posting_number <= (SELECT max(to_posting) FROM ledger_seals)) AS there`);
  expect(counts?.sealed).toBe(counts?.there);
});
