import { Long, ObjectId } from 'bson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountsOf, openAccounts, openHoldsOf, postAlone } from '../../../backend/src/ledger/index.ts';
import { rollBackWallets } from './roll-back.ts';
import { removeFolder, useMigration, writeDump } from './testing.ts';

const migration = useMigration();
const ROWS = 25;
const row = (n: number, collection: string) => ({
  _id: new ObjectId(n.toString(16).padStart(24, '0')),
  user_id: `user_${n}`,
  currency: 'EUR',
  available_balance: Long.fromNumber(n),
  ...(collection === 'savings_balances' ? {} : { locked_balance: n % 3 }),
});
let folder: string;
beforeAll(async () => {
  const rows = (collection: string) => Array.from({ length: ROWS }, (_, i) => row(i + 1, collection));
  folder = await writeDump({
    internal_balances: rows('internal_balances'),
    trader_balances: rows('trader_balances'),
    savings_balances: rows('savings_balances'),
  });
});
afterAll(() => removeFolder(folder));

const rollBack = () => rollBackWallets(migration.services, { batch: 10, onProgress: () => undefined });
const balances = async () =>
  (
    await migration.query(
      'SELECT sum(abs(balance))::text AS held, sum(locked)::text AS locked FROM ledger_accounts',
    )
  )[0];
const outcomes = async () =>
  (await migration.query('SELECT action, attempt, outcome FROM legacy_wallet_runs ORDER BY number')).map(
    ({ action, attempt, outcome }) => `${action} ${attempt} ${outcome}`,
  );

async function walletOf(user: string) {
  const accounts = await accountsOf(migration.database.client, { kind: 'legacy_user', id: user });
  const wallet = accounts.find(({ kind }) => kind === 'wallet');
  if (wallet === undefined) throw new Error(`${user} has no wallet`);
  return wallet;
}

async function spend(user: string, amount: bigint, key: string): Promise<string> {
  const now = migration.clock.now();
  const [shop] = await migration.database.transaction((tx) =>
    openAccounts(tx, { currencies: migration.currencies, now }, [
      { owner: { kind: 'platform', id: 'charmbills' }, kind: 'fees', currency: 'EUR' },
    ]),
  );
  const { id: from } = await walletOf(user);
  const movement = { action: 'transfer', from, to: shop?.id ?? '', amount, currency: 'EUR' } as const;
  const [posted] = await postAlone(migration.database, now, [{ key, kind: 'test', movements: [movement] }]);
  return posted?.id ?? '';
}

test('before anything is posted there is nothing to roll back', async () => {
  await expect(rollBack()).rejects.toMatchObject({ code: 'NOTHING_TO_ROLL_BACK' });
});

test('each opening balance is reversed once, and its hold released', async () => {
  await migration.migrate(folder);
  expect(await balances()).toEqual({ held: '205000', locked: '5000' });
  expect(await rollBack()).toEqual({ reversed: BigInt(3 * ROWS) });
  expect(await balances()).toEqual({ held: '0', locked: '0' });
  expect(
    await migration.query(`SELECT count(*)::int AS reversed FROM ledger_postings WHERE reverses IS NOT NULL`),
  ).toEqual([{ reversed: 3 * ROWS }]);
  expect(await outcomes()).toEqual(['migrate 1 balanced', 'roll_back 1 rolled_back']);
  await expect(rollBack()).rejects.toMatchObject({ code: 'NOTHING_TO_ROLL_BACK' });
});

test('afterwards the migration runs anew, under keys of its own', async () => {
  const { problems } = await migration.migrate(folder);
  expect(problems).toEqual([]);
  expect(await balances()).toEqual({ held: '205000', locked: '5000' });
  expect((await outcomes()).at(-1)).toBe('migrate 2 balanced');
});

test('an interrupted roll-back forbids the migration, and goes on where it was', async () => {
  // As after a kill: one batch is reversed, the others are not, and the run has no outcome.
  const stopped = rollBackWallets(migration.services, {
    batch: 10,
    onProgress: () => {
      throw new Error('killed');
    },
  });
  await expect(stopped).rejects.toThrow('killed');
  expect((await outcomes()).at(-1)).toBe('roll_back 2 null');
  await expect(migration.migrate(folder)).rejects.toMatchObject({ code: 'ROLL_BACK_UNFINISHED' });
  expect(await rollBack()).toEqual({ reversed: BigInt(3 * ROWS) });
  expect(await balances()).toEqual({ held: '0', locked: '0' });
});

test('it is refused as a whole when a user has spent, even if the money came back', async () => {
  await migration.migrate(folder);
  const before = await balances();
  await spend('user_7', 100n, 'test:spend');
  const refused = { code: 'ALREADY_SPENT', message: expect.stringContaining('1 accounts has moved') };
  await expect(rollBack()).rejects.toMatchObject(refused);
  await expect(rollBack()).rejects.toThrow('user_7 EUR (wallet)');
  expect((await outcomes()).at(-1)).toBe('roll_back 3 refused');
  const { id: to } = await walletOf('user_7');
  const { id: from } = await walletOf('user_8');
  const movement = { action: 'transfer', from, to, amount: 100n, currency: 'EUR' } as const;
  await postAlone(migration.database, migration.clock.now(), [
    { key: 'test:back', kind: 'test', movements: [movement] },
  ]);
  await expect(rollBack()).rejects.toThrow('user_7 EUR (wallet), user_8 EUR (wallet)');
  expect((await balances())?.locked).toBe(before?.locked);
});

test('it is refused when what was locked has been settled or more is locked', async () => {
  const { id } = await walletOf('user_4');
  const [hold] = await openHoldsOf(migration.database.client, id);
  const now = migration.clock.now();
  await postAlone(migration.database, now, [
    {
      key: 'test:release',
      kind: 'test',
      movements: [{ action: 'release', hold: hold?.id ?? '', amount: 1n }],
    },
    {
      key: 'test:hold',
      kind: 'test',
      movements: [{ action: 'hold', account: (await walletOf('user_9')).id, amount: 1n, currency: 'EUR' }],
    },
  ]);
  await expect(rollBack()).rejects.toThrow(
    'user_4 EUR (wallet), user_7 EUR (wallet), user_8 EUR (wallet), user_9 EUR (wallet)',
  );
});
