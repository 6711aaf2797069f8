import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { OperatorScope } from '../../identity/index.ts';
import { openAccounts, post } from '../../ledger/index.ts';
import { useTestWallet } from '../testing.ts';
import { legacyOwner } from './legacy-owner.ts';
import { linkLegacyWallet } from './link-legacy-wallet.ts';
import { settleLegacyLock } from './settle-legacy-lock.ts';
import { showLegacyWallet } from './show-legacy-wallet.ts';

const wallet = useTestWallet();

let operator: OperatorScope;
beforeEach(async () => {
  operator ??= await wallet.newOperator();
});

/** Somebody as the migration leaves them: accounts, opening balances, a hold for what was locked. */
async function migrated(rows: readonly [kind: string, currency: string, total: bigint, locked?: bigint][]) {
  const { database, clock, currencies } = wallet.services;
  const legacyUserId = `user-${randomUUID()}`;
  const now = clock.now();
  await database.transaction(async (tx) => {
    await tx.legacyWalletUser.create({ data: { legacyUserId, createdAt: now } });
    for (const [kind, currency, total, locked = 0n] of rows) {
      const [opening, account] = await openAccounts(tx, { currencies, now }, [
        { owner: { kind: 'platform', id: 'charmbills' }, kind: 'opening', currency, floor: null },
        { owner: legacyOwner(legacyUserId), kind, currency },
      ]);
      const [from, to] = [opening?.id ?? '', account?.id ?? ''];
      await post(tx, now, {
        key: `legacy.opening:${to}`,
        kind: 'legacy.opening',
        movements: [
          { action: 'transfer', from, to, amount: total, currency },
          ...(locked > 0n ? [{ action: 'hold' as const, account: to, amount: locked, currency }] : []),
        ],
      });
    }
  });
  return legacyUserId;
}

const show = (legacyUserId: string) => showLegacyWallet(wallet.services, operator, legacyUserId);
const link = (legacyUserId: string, personId: string, idempotencyKey: string = randomUUID()) =>
  linkLegacyWallet(wallet.services, operator, { legacyUserId, personId, idempotencyKey });
const settle = (legacyUserId: string, holdId: string, outcome: 'release' | 'capture', reason = 'checked') =>
  settleLegacyLock(wallet.services, operator, { legacyUserId, holdId, outcome, reason });
const audited = (subjectId: string) =>
  wallet.services.database.client.auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' } });

test('everything available goes to the person once, wallet to wallet and savings to savings', async () => {
  const person = await wallet.newPerson();
  const legacyUserId = await migrated([
    ['wallet', 'BTC', 1_000n, 400n],
    ['wallet', 'USDT', 70n],
    ['savings', 'USDT', 30n],
  ]);
  await Promise.all(Array.from({ length: 6 }, () => link(legacyUserId, person.personId)));
  await Promise.all(Array.from({ length: 4 }, () => link(legacyUserId, person.personId, 'same')));
  expect(await wallet.balance(person, 'BTC')).toEqual([600n, 0n]);
  expect(await wallet.balance(person, 'USDT')).toEqual([70n, 0n]);
  expect(await wallet.balance(person, 'USDT', 'savings')).toEqual([30n, 0n]);
  const left = await show(legacyUserId);
  expect(left).toMatchObject({ personId: person.personId, locks: [{ currency: 'BTC', amount: 400n }] });
  expect(left.balances.map(({ total }) => total)).toEqual([30n, 400n, 70n].map((n) => (n === 400n ? n : 0n)));
  const [first] = await audited(person.personId);
  expect(first).toMatchObject({
    action: 'legacy_wallet.linked',
    actorId: operator.personId,
    details: { legacyUserId, moved: ['30 USDT', '600 BTC', '70 USDT'] },
  });
});

test('what was locked follows once it is released, and what was paid outside goes to custody', async () => {
  const person = await wallet.newPerson();
  const legacyUserId = await migrated([
    ['wallet', 'EURC', 500n, 200n],
    ['wallet', 'PYUSD', 90n, 90n],
  ]);
  await link(legacyUserId, person.personId);
  const [euro, dollar] = (await show(legacyUserId)).locks;
  const [euroLock, dollarLock] = [euro?.id ?? '', dollar?.id ?? ''];
  await Promise.all([1, 2, 3].map(() => settle(legacyUserId, euroLock, 'release')));
  await Promise.all([1, 2, 3].map(() => settle(legacyUserId, dollarLock, 'capture', 'sent by hand')));
  await expect(settle(legacyUserId, euroLock, 'capture')).rejects.toMatchObject({ code: 'HOLD_STATE' });
  expect(await wallet.balance(person, 'EURC')).toEqual([300n, 0n]);
  await link(legacyUserId, person.personId);
  expect(await wallet.balance(person, 'EURC')).toEqual([500n, 0n]);
  expect(await wallet.balance(person, 'PYUSD')).toEqual([0n, 0n]);
  expect(await wallet.platformBalance('custody', 'PYUSD')).toBe(90n);
  expect((await show(legacyUserId)).locks).toEqual([]);
  expect(await audited(euroLock)).toMatchObject([{ action: 'legacy_lock.released' }]);
  expect(await audited(dollarLock)).toMatchObject([
    { action: 'legacy_lock.captured', details: { amount: '90', currency: 'PYUSD', reason: 'sent by hand' } },
  ]);
});

test('a legacy wallet is one person’s: of two links at the same time one is refused', async () => {
  const [one, other] = [await wallet.newPerson(), await wallet.newPerson()];
  const legacyUserId = await migrated([['wallet', 'USDC', 10n]]);
  const done = await Promise.allSettled([one, other].map(({ personId }) => link(legacyUserId, personId)));
  expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [refused] = done.filter((each) => each.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'LEGACY_WALLET_LINKED', facts: { legacyUserId } });
  const [[mine], [theirs]] = [await wallet.balance(one, 'USDC'), await wallet.balance(other, 'USDC')];
  expect(mine + theirs).toBe(10n);
});

test('nobody unknown is linked, and nothing but a legacy lock of that user is settled', async () => {
  const person = await wallet.newPerson();
  const [legacyUserId, another] = [
    await migrated([['wallet', 'USDC', 10n, 5n]]),
    await migrated([['wallet', 'USDC', 10n, 5n]]),
  ];
  const [lock] = (await show(another)).locks;
  for (const attempt of [
    () => link('nobody', person.personId),
    () => link(legacyUserId, 'person_x'),
    () =>
      link(
        legacyUserId,
        person.personId.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ),
    () => show('nobody'),
    () => settle('nobody', lock?.id ?? '', 'release'),
    () => settle(legacyUserId, lock?.id ?? '', 'release'),
    () => settle(legacyUserId, 'hold_x', 'capture'),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  await expect(settle(another, lock?.id ?? '', 'release', ' ')).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    facts: { field: 'reason' },
  });
});
