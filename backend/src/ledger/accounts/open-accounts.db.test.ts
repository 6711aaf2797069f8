import { expect, test } from 'vitest';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { createCurrencies } from '../currencies.ts';
import { AccountNotFoundError, CurrencyUnknownError } from '../ledger.errors.ts';
import { postAlone } from '../postings/post.ts';
import { TEST_NOW as now, useTestLedger } from '../testing.ts';
import type { NewAccount } from './account.ts';
import { openAccounts } from './open-accounts.ts';
import { accountsOf, readAccounts } from './read-accounts.ts';

const ledger = useTestLedger();
const currencies = createCurrencies(['JPY:0']);
const open = (...wanted: NewAccount[]) =>
  ledger.database.transaction((tx) => openAccounts(tx, { currencies, now }, wanted));
const person = (id: string) => ({ kind: 'person', id });

test('accounts open empty, in the order asked, and are the same when asked again', async () => {
  const wanted: NewAccount[] = [
    { owner: person('p1'), kind: 'wallet', currency: 'USD' },
    { owner: person('p1'), kind: 'savings', currency: 'USD' },
    { owner: { kind: 'platform', id: 'charmbills' }, kind: 'world', currency: 'JPY', floor: null },
    { owner: person('p2'), kind: 'credit', currency: 'USD', floor: -500n },
  ];
  const opened = await open(...wanted);
  expect(opened.map(({ floor, available }) => [floor, available])).toEqual([
    [0n, 0n],
    [0n, 0n],
    [null, null],
    [-500n, 500n],
  ]);
  expect(opened[0]).toMatchObject({
    owner: person('p1'),
    kind: 'wallet',
    currency: 'USD',
    balance: 0n,
    locked: 0n,
    createdAt: now,
  });
  expect(await open(...wanted.toReversed())).toEqual(opened.toReversed());
  expect(await accountsOf(ledger.database.client, person('p1'))).toEqual([opened[1], opened[0]]);
});

test('opened by many at once, it is one account', async () => {
  const wanted: NewAccount[] = ['USD', 'EUR', 'BTC'].map((currency) => ({
    owner: person('p3'),
    kind: 'wallet',
    currency,
  }));
  const opened = await Promise.all(
    Array.from({ length: 10 }, (_, i) => open(...(i % 2 ? wanted : wanted.toReversed()))),
  );
  expect(new Set(opened.flat().map(({ id }) => id)).size).toBe(3);
});

test('a credit line is spent down to its floor', async () => {
  const [credit] = await open({ owner: person('p4'), kind: 'credit', currency: 'USD', floor: -500n });
  const to = await ledger.fund(0n);
  const pay = (amount: bigint) =>
    postAlone(ledger.database, now, [
      {
        key: `credit:${amount}`,
        kind: 'pay',
        movements: [{ action: 'transfer', from: credit?.id ?? '', to, amount, currency: 'USD' }],
      },
    ]);
  await expect(pay(501n)).rejects.toMatchObject({ available: 500n, needed: 501n });
  await pay(500n);
  expect(await readAccounts(ledger.database.client, [credit?.id ?? ''])).toMatchObject([
    { balance: -500n, available: 0n },
  ]);
});

test('what cannot be opened is refused', async () => {
  const account = { owner: person('p5'), kind: 'wallet', currency: 'USD' };
  await expect(open({ ...account, currency: 'XAUT' })).rejects.toThrow(CurrencyUnknownError);
  await expect(open({ ...account, floor: 1n })).rejects.toThrow(InvalidInputError);
  await expect(open({ ...account, kind: '' })).rejects.toThrow(InvalidInputError);
});

test('an account that is not there is not read', async () => {
  await expect(readAccounts(ledger.database.client, ['acct_none'])).rejects.toThrow(AccountNotFoundError);
});
