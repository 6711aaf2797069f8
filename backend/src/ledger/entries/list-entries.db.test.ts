import { beforeAll, expect, test } from 'vitest';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { placeHold } from '../holds/place-hold.ts';
import { captureHold } from '../holds/settle-hold.ts';
import { postAlone } from '../postings/post.ts';
import { createTestAccount, TEST_NOW as now, useTestLedger } from '../testing.ts';
import type { Entry, EntryFilter } from './entry.ts';
import { listEntries } from './list-entries.ts';

const ledger = useTestLedger();
const ann = { kind: 'person', id: 'ann' };
const bob = { kind: 'person', id: 'bob' };
const day = (n: number) => new Date(Date.UTC(2026, 0, n));
let wallet = '';
let euros = '';
let other = '';

beforeAll(async () => {
  const open = (owner: string, currency: string, amount: bigint) =>
    ledger.database.transaction(
      async (tx) => (await createTestAccount(tx, { owner, currency, amount, now })).id,
    );
  [wallet, euros, other] = [
    await open('ann', 'USD', 0n),
    await open('ann', 'EUR', 100n),
    await open('bob', 'USD', 100n),
  ];
  for (let n = 1; n <= 12; n++) {
    const [from, to] = n % 3 === 0 ? [wallet, other] : [other, wallet];
    await postAlone(ledger.database, now, [
      {
        key: `e${n}`,
        kind: n % 3 === 0 ? 'spend' : 'receive',
        eventAt: day(n),
        description: `number ${n}`,
        movements: [{ action: 'transfer', from, to, amount: BigInt(n), currency: 'USD' }],
      },
    ]);
  }
});

const list = (filter: EntryFilter & { limit?: number; cursor?: string } = {}, owner = ann) =>
  listEntries(ledger.database.client, owner, { limit: 50, ...filter });

async function everyPage(filter: EntryFilter, limit: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await list({ ...filter, limit, ...(cursor ? { cursor } : {}) });
    expect(page.entries.length).toBeLessThanOrEqual(limit);
    entries.push(...page.entries);
    cursor = page.next;
  }
  return entries;
}

test('newest first, each with the balance after it and where the money came from or went', async () => {
  const { entries, next } = await list({ accountIds: [wallet] });
  expect(next).toBeNull();
  expect(entries.map(({ amount }) => amount)).toEqual([
    -12n,
    11n,
    10n,
    -9n,
    8n,
    7n,
    -6n,
    5n,
    4n,
    -3n,
    2n,
    1n,
  ]);
  expect(entries[0]).toMatchObject({
    accountId: wallet,
    number: 12n,
    currency: 'USD',
    balance: entries.reduce((sum, { amount }) => sum + amount, 0n),
    counterpartyId: other,
    posting: { kind: 'spend', key: 'e12', eventAt: day(12), description: 'number 12' },
  });
});

test('pages of any size are the same list, over several accounts too', async () => {
  const whole = (await list()).entries;
  expect(new Set(whole.map(({ accountId }) => accountId))).toEqual(new Set([wallet, euros]));
  for (const limit of [1, 2, 5, 13]) expect(await everyPage({}, limit)).toEqual(whole);
});

test('what is posted meanwhile does not shift the pages', async () => {
  const first = await list({ limit: 3, accountIds: [euros, wallet] });
  await postAlone(ledger.database, now, [
    {
      key: 'meanwhile',
      kind: 'late',
      movements: [{ action: 'transfer', from: other, to: wallet, amount: 1n, currency: 'USD' }],
    },
  ]);
  const rest = await list({ cursor: first.next ?? '', accountIds: [euros, wallet] });
  expect([...first.entries, ...rest.entries]).toEqual((await list()).entries.slice(1));
});

test('by kind and by when it happened, from inclusive to exclusive', async () => {
  const spent = await everyPage({ kinds: ['spend'] }, 2);
  expect(spent.map(({ amount }) => amount)).toEqual([-12n, -9n, -6n, -3n]);
  const some = await list({ from: day(4), to: day(6) });
  expect(some.entries.map(({ amount }) => amount)).toEqual([5n, 4n]);
});

test('by currency', async () => {
  const inEuros = await list({ currencies: ['EUR', 'BTC'] });
  expect(inEuros.entries.map(({ accountId, amount }) => [accountId, amount])).toEqual([[euros, 100n]]);
  expect((await list({ currencies: [] })).entries).toEqual([]);
});

test('an owner sees no account of another, by whatever id or cursor', async () => {
  expect(await list({ accountIds: [other] })).toEqual({ entries: [], next: null });
  const theirs = await list({ limit: 2 }, bob);
  const mine = await list({ cursor: theirs.next ?? '' });
  expect(new Set(mine.entries.map(({ accountId }) => accountId))).toEqual(new Set([wallet, euros]));
  expect(await list({}, { kind: 'merchant', id: 'ann' })).toEqual({ entries: [], next: null });
});

test('captured money names its hold; holds themselves move nothing and are no entries', async () => {
  const before = (await list({ accountIds: [wallet] })).entries.length;
  const hold = { key: 'eh', kind: 'hold', account: wallet, amount: 2n, currency: 'USD' };
  const { holdId } = await ledger.database.transaction((tx) => placeHold(tx, now, hold));
  expect((await list({ accountIds: [wallet] })).entries).toHaveLength(before);
  await ledger.database.transaction((tx) =>
    captureHold(tx, now, { key: 'ec', kind: 'capture', hold: holdId, to: other }),
  );
  expect((await list({ accountIds: [wallet] })).entries[0]).toMatchObject({ amount: -2n, holdId });
});

test.each([0, -1, 1.5, 1_001])('a page of %s is refused', async (limit) => {
  await expect(list({ limit })).rejects.toThrow(InvalidInputError);
});

test('a cursor that was not given out is refused', async () => {
  await expect(list({ cursor: 'nonsense' })).rejects.toThrow(InvalidInputError);
});

test('a page is read along the indexes of its account, however long the journal', async () => {
  const plan = await ledger.byHand(`EXPLAIN SELECT e.* FROM ledger_entries e
    JOIN ledger_postings p ON p.posting_number = e.posting_number
    WHERE e.account_number = 1 AND e.entry < 1000000 ORDER BY e.entry DESC LIMIT 10`);
  expect(JSON.stringify(plan)).toContain('ledger_journal_from_number_from_entry_key');
});
