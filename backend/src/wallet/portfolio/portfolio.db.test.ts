import { randomUUID } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { listAudit } from '../../compliance/index.ts';
import type { PersonScope } from '../../identity/index.ts';
import { post, sealPostings } from '../../ledger/index.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { personAccount, platformAccount } from '../accounts/account-names.ts';
import { ownWallet } from '../accounts/wallet-scope.ts';
import { TEST_NOW, useTestWallet } from '../testing.ts';
import { noteDayRates } from './note-day-rates.ts';
import { openWallet } from './open-wallet.ts';
import { setAllocations } from './set-allocations.ts';
import { showAllocations } from './show-allocations.ts';
import { sumDayChanges } from './sum-day-changes.ts';
import { valueHistory } from './value-history.ts';
import { valuePortfolio } from './value-portfolio.ts';

const DAY_MS = 24 * 3_600_000;
const wallet = useTestWallet();

afterEach(() => {
  wallet.prices.BTC = 100_000n;
  wallet.prices.ETH = 4_000n;
  wallet.clock.advanceBy(600_000);
});

async function spend({ personId }: PersonScope, currency: string, amount: bigint) {
  const { database, clock } = wallet.services;
  await database.transaction(async (tx) => {
    const [from, to] = await accountIds(tx, wallet.services, [
      personAccount(personId, currency),
      platformAccount('fees', currency),
    ]);
    await post(tx, clock.now(), {
      key: `test.spend:${randomUUID()}`,
      kind: 'test.spend',
      movements: [{ action: 'transfer', from, to, amount, currency }],
    });
  });
}

test('balances are valued in any priced currency, wallet and savings together, and shares make up the whole', async () => {
  const person = await wallet.newPerson();
  await wallet.fund(person, 'BTC', 1_000_000n);
  await wallet.fund(person, 'USDC', 1_000_000_000n, 'savings');
  await wallet.fund(person, 'EURC', 1_000_000_000n);
  const inDollars = await valuePortfolio(wallet.services, ownWallet(person), 'USD');
  expect(inDollars).toMatchObject({ currency: 'USD', decimals: 2, total: 300_000n, unpriced: [] });
  expect(
    inDollars.positions.map(({ currency, value, shareBps, available, savings }) => [
      currency,
      value,
      shareBps,
      available,
      savings,
    ]),
  ).toEqual([
    ['BTC', 100_000n, 3_334, 1_000_000n, 0n],
    ['EURC', 100_000n, 3_333, 1_000_000_000n, 0n],
    ['USDC', 100_000n, 3_333, 0n, 1_000_000_000n],
  ]);
  const inBitcoin = await valuePortfolio(wallet.services, ownWallet(person), 'BTC');
  expect(inBitcoin.total).toBe(3_000_000n);
});

test('a currency without a rate is shown and named, and the total is without it', async () => {
  const person = await wallet.newPerson();
  await wallet.fund(person, 'ETH', 10n ** 18n);
  await wallet.fund(person, 'USD', 500n);
  delete wallet.prices.ETH;
  wallet.clock.advanceBy(600_000);
  const portfolio = await valuePortfolio(wallet.services, ownWallet(person), 'USD');
  expect(portfolio).toMatchObject({ total: 500n, unpriced: ['ETH'] });
  expect(portfolio.positions).toMatchObject([
    { currency: 'ETH', total: 10n ** 18n, value: null, shareBps: null, rate: null },
    { currency: 'USD', value: 500n, shareBps: 10_000 },
  ]);
});

test('nothing can be valued in what is no currency, and nothing at all is worth nothing', async () => {
  const person = await wallet.newPerson();
  const value = (currency: string) => valuePortfolio(wallet.services, ownWallet(person), currency);
  await expect(value('XXX')).rejects.toMatchObject({ code: 'CURRENCY_UNKNOWN' });
  expect(await value('EUR')).toMatchObject({ total: 0n, positions: [] });
});

test('allocations are refused unless they are exactly 100 %', async () => {
  const person = await wallet.newPerson();
  const set = (...targets: [string, number][]) =>
    setAllocations(
      wallet.services,
      person,
      targets.map(([currency, bps]) => ({ currency, bps })),
    );
  await expect(set(['BTC', 5_000], ['ETH', 4_999])).rejects.toMatchObject({
    code: 'ALLOCATIONS_SUM',
    facts: { sum: 9_999 },
  });
  await expect(set(['BTC', 10_001])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(set(['BTC', 5_000], ['BTC', 5_000])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(set(['BTC', 0], ['ETH', 10_000])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(set(['XXX', 10_000])).rejects.toMatchObject({ code: 'CURRENCY_UNKNOWN' });
});

test('the database keeps no targets that do not make up the whole', async () => {
  const insert = (bps: string) =>
    wallet.services.database.pool.query(
      `INSERT INTO wallet_allocations VALUES ('x', '{BTC,ETH}', '${bps}', now())`,
    );
  for (const bps of ['{5000,4999}', '{10001,-1}', '{10000}', '{}', '{10000,0}']) {
    await expect(insert(bps), bps).rejects.toMatchObject({ constraint: 'wallet_allocations_check' });
  }
});

test('targets are shown with the drift and with moves that cancel out', async () => {
  const person = await wallet.newPerson();
  await wallet.fund(person, 'BTC', 750_000n);
  await wallet.fund(person, 'USD', 25_001n);
  const none = await showAllocations(wallet.services, person, 'USD');
  expect(none.targeted).toBe(false);
  expect(none.rows.map(({ moveValue }) => moveValue)).toEqual([null, null]);
  const targets = [
    { currency: 'BTC', bps: 5_000 },
    { currency: 'ETH', bps: 2_500 },
    { currency: 'USD', bps: 2_500 },
  ];
  await Promise.all([
    setAllocations(wallet.services, person, targets),
    setAllocations(wallet.services, person, targets),
  ]);
  const { rows, total } = await showAllocations(wallet.services, person, 'USD');
  expect(total).toBe(100_001n);
  expect(rows).toEqual([
    {
      currency: 'BTC',
      targetBps: 5_000,
      actualBps: 7_500,
      driftBps: 2_500,
      value: 75_000n,
      moveValue: -24_999n,
    },
    { currency: 'ETH', targetBps: 2_500, actualBps: 0, driftBps: -2_500, value: 0n, moveValue: 25_000n },
    { currency: 'USD', targetBps: 2_500, actualBps: 2_500, driftBps: 0, value: 25_001n, moveValue: -1n },
  ]);
  await setAllocations(wallet.services, person, []);
  expect((await showAllocations(wallet.services, person, 'USD')).targeted).toBe(false);
});

test('history is what there was at the end of each day, at the rates of that day', async () => {
  const { database, clock } = wallet.services;
  const person = await wallet.newPerson();
  await wallet.fund(person, 'BTC', 100_000n);
  await noteDayRates(wallet.services);
  clock.advanceBy(DAY_MS);
  wallet.prices.BTC = 50_000n;
  await noteDayRates(wallet.services);
  clock.advanceBy(DAY_MS);
  await wallet.fund(person, 'ETH', 10n ** 16n);
  await spend(person, 'BTC', 40_000n);
  await noteDayRates(wallet.services);
  clock.advanceBy(DAY_MS);
  await noteDayRates(wallet.services);
  clock.advanceBy(DAY_MS);
  await vi.waitFor(
    async () => {
      await sealPostings(database);
      await Promise.all([
        sumDayChanges(wallet.services, { batch: 2n }),
        sumDayChanges(wallet.services, { batch: 2n }),
      ]);
      const { rows } = await database.pool.query(`SELECT FROM wallet_day_cursor
        WHERE posting_number < (SELECT max(posting_number) FROM ledger_journal)`);
      expect(rows).toEqual([]);
    },
    { timeout: 20_000, interval: 20 },
  );
  const points = await valueHistory(wallet.services, ownWallet(person), { currency: 'USD', days: 6 });
  expect(points.map(({ value, unpriced }) => [value, unpriced])).toEqual([
    [0n, []],
    [10_000n, []],
    [5_000n, []],
    [7_000n, []],
    [7_000n, []],
    [7_000n, []],
  ]);
  const [first, ...rest] = await valueHistory(wallet.services, ownWallet(person), {
    currency: 'ETH',
    days: 3,
  });
  expect(first?.value).toBe(17_500_000_000_000_000n);
  expect(rest).toHaveLength(2);
});

test('a day without rates says what it leaves out', async () => {
  const { database, clock } = wallet.services;
  const person = await wallet.newPerson();
  await wallet.fund(person, 'BTC', 100_000n);
  clock.advanceBy(DAY_MS);
  await vi.waitFor(
    async () => {
      await sealPostings(database);
      await sumDayChanges(wallet.services);
      const [yesterday] = await valueHistory(wallet.services, ownWallet(person), {
        currency: 'USD',
        days: 2,
      });
      expect(yesterday).toMatchObject({ value: 0n, unpriced: ['BTC'] });
    },
    { timeout: 20_000, interval: 20 },
  );
});

test('the days of all accounts add up to their balances', async () => {
  const { rows } = await wallet.services.database.pool.query(`
    SELECT a.id FROM ledger_accounts a LEFT JOIN wallet_day_changes c ON c.account_number = a.number
    WHERE a.owner_kind = 'person' GROUP BY a.id, a.balance HAVING a.balance <> coalesce(sum(c.change), 0)`);
  expect(rows).toEqual([]);
});

test('a wallet is opened to its owner and to operators, whose looking is noted', async () => {
  const { database } = wallet.services;
  const [person, stranger, chief] = [
    await wallet.newPerson(),
    await wallet.newPerson(),
    await wallet.newPerson(),
  ];
  await database.client.operator.create({ data: { personId: chief.personId, grantedAt: TEST_NOW } });
  const open = (by: PersonScope, userId: string) =>
    openWallet(wallet.services, by, { userId, reading: 'balances' });
  expect(await open(person, person.personId)).toMatchObject({ personId: person.personId });
  expect(await open(chief, person.personId)).toMatchObject({ personId: person.personId });
  const operator = await wallet.newOperator();
  const noted = await listAudit(
    database.client,
    operator,
    { first: 10, take: 10, beforeId: undefined },
    { subjectId: person.personId },
  );
  expect(noted).toMatchObject([
    {
      action: 'wallet.read',
      actor: { kind: 'operator', id: chief.personId },
      details: { reading: 'balances' },
    },
  ]);
  const unknown = person.personId.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  for (const [by, userId] of [
    [stranger, person.personId],
    [stranger, unknown],
    [stranger, "' OR 1=1"],
    [chief, unknown],
  ] as const) {
    await expect(open(by, userId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      facts: { kind: 'user', id: userId },
    });
  }
});
