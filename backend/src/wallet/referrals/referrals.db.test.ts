import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PersonScope } from '../../identity/index.ts';
import { post } from '../../ledger/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { personAccount, platformAccount } from '../accounts/account-names.ts';
import { commissionOn } from '../fees/commission.ts';
import { useTestWallet } from '../testing.ts';
import { createReferralCode } from './create-referral-code.ts';
import { listCommissions, listReferrals, sumCommissions } from './referrals.repository.ts';
import { useReferralCode } from './use-referral-code.ts';

const DAY_MS = 24 * 3_600_000;
const ALL: Page = { first: 100, take: 101, beforeId: undefined };
const wallet = useTestWallet({ env: { REFERRAL_COMMISSION_BPS: '2000' } });

const codeOf = (person: PersonScope) => createReferralCode(wallet.services, person);
const bring = async (referrer: PersonScope, person: PersonScope) =>
  useReferralCode(wallet.services, person, await codeOf(referrer));
const people = (count: number) => Promise.all(Array.from({ length: count }, () => wallet.newPerson()));

/** A fee as features take one, with what the referrer gets of it, in one posting. */
async function payFee(person: PersonScope, amount: bigint, key: string = randomUUID(), currency = 'USDC') {
  const { database, clock } = wallet.services;
  const { personId } = person;
  return database.transaction(async (tx) => {
    const [from, fees] = await accountIds(tx, wallet.services, [
      personAccount(personId, currency),
      platformAccount('fees', currency),
    ]);
    const postingKey = `test.fee:${key}`;
    const commission = await commissionOn(tx, wallet.services, { personId, currency, amount, postingKey });
    await post(tx, clock.now(), {
      key: postingKey,
      kind: 'test.fee',
      movements: [{ action: 'transfer', from, to: fees, amount, currency }, ...commission],
    });
  });
}

const refused = (reason: string) => ({ code: 'REFERRAL_REFUSED', facts: { reason } });

test('a code is made once, however often and by however many it is asked for at once', async () => {
  const person = await wallet.newPerson();
  const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(person)));
  expect(new Set(codes).size).toBe(1);
  expect(await codeOf(person)).toBe(codes[0]);
});

test('a code is used once, for good; again it changes nothing, another is refused', async () => {
  const [referrer, other, person] = (await people(3)) as [PersonScope, PersonScope, PersonScope];
  const used = await Promise.all(Array.from({ length: 6 }, () => bring(referrer, person)));
  expect(new Set(used.map(({ id }) => id)).size).toBe(1);
  await expect(bring(other, person)).rejects.toMatchObject(refused('you came here through somebody else'));
  const { client } = wallet.services.database;
  expect(await client.auditEntry.count({ where: { subjectId: used[0]?.id ?? '' } })).toBe(1);
  expect(await client.event.findMany({ where: { subjectId: used[0]?.id ?? '' } })).toMatchObject([
    { type: 'referral.created', personId: referrer.personId },
  ]);
});

test('unknown codes and one’s own are refused', async () => {
  const person = await wallet.newPerson();
  await expect(bring(person, person)).rejects.toMatchObject(refused('it is your own'));
  for (const code of ['ZZZZ2222', 'nonsense', '']) {
    await expect(useReferralCode(wallet.services, person, code)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
});

test('somebody who has been here for longer than 30 days, or has paid a fee, came by themselves', async () => {
  const [referrer, old, paying, fresh] = (await people(4)) as [
    PersonScope,
    PersonScope,
    PersonScope,
    PersonScope,
  ];
  await wallet.fund(paying, 'USDC', 1_000n);
  await payFee(paying, 10n);
  await expect(bring(referrer, paying)).rejects.toMatchObject(refused('you have paid a fee already'));
  wallet.clock.advanceBy(30 * DAY_MS);
  await bring(referrer, fresh);
  wallet.clock.advanceBy(1);
  await expect(bring(referrer, old)).rejects.toMatchObject(refused('you have been here for too long'));
});

test('loops are refused, of whatever length', async () => {
  for (const length of [2, 3, 7]) {
    const circle = await people(length);
    const at = (index: number) => circle[index % length] as PersonScope;
    for (let i = 0; i < length - 1; i++) await bring(at(i), at(i + 1));
    await expect(bring(at(length - 1), at(0))).rejects.toMatchObject(
      refused('whoever gave it to you came here through you'),
    );
  }
});

test.each([2, 3, 4, 5])(
  'of %i who bring each other in a circle at the same time, one comes by themselves',
  async (length) => {
    for (let round = 0; round < 5; round++) {
      const circle = await people(length);
      await Promise.all(circle.map(codeOf));
      const done = await Promise.allSettled(
        circle.map((person, index) => bring(circle[(index + 1) % length] as PersonScope, person)),
      );
      expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(length - 1);
      for (const each of done) {
        if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'REFERRAL_REFUSED' });
      }
    }
  },
);

test('the database itself lets nobody refer themselves', async () => {
  await expect(
    wallet.services.database.pool.query(`INSERT INTO referrals VALUES ('p', 'p', now(), 'ref_1')`),
  ).rejects.toMatchObject({ constraint: 'referrals_self_check' });
});

test('a fee is shared with the referrer once, rounded down, however often it is asked for', async () => {
  const [top, referrer, person] = (await people(3)) as [PersonScope, PersonScope, PersonScope];
  await bring(referrer, person);
  await bring(top, referrer);
  await wallet.fund(person, 'USDC', 10_000n);
  const before = await wallet.platformBalance('fees', 'USDC');
  await Promise.all(Array.from({ length: 6 }, () => payFee(person, 999n, 'shared')));
  await payFee(person, 999n, 'shared');
  expect(await wallet.balance(person, 'USDC')).toEqual([9_001n, 0n]);
  expect(await wallet.balance(referrer, 'USDC')).toEqual([199n, 0n]);
  expect(await wallet.balance(top, 'USDC')).toEqual([0n, 0n]);
  expect(await wallet.platformBalance('fees', 'USDC')).toBe(before + 800n);
  await payFee(person, 4n, 'dust');
  await payFee(person, 5n, 'least');
  const { client } = wallet.services.database;
  expect(await sumCommissions(client, referrer)).toEqual([{ currency: 'USDC', amount: 200n, count: 2 }]);
  const events = await client.event.findMany({
    where: { personId: referrer.personId, type: 'referral.commission' },
    orderBy: { id: 'asc' },
  });
  expect(events.map(({ data }) => data)).toEqual([
    { currency: 'USDC', amount: '199' },
    { currency: 'USDC', amount: '1' },
  ]);
  const live = await client.event.count({ where: { type: 'wallet.updated', subjectId: referrer.personId } });
  expect(live).toBe(2);
});

test('asked again under another share, a posting keeps the one it was made with', async () => {
  const [referrer, person] = (await people(2)) as [PersonScope, PersonScope];
  await bring(referrer, person);
  await wallet.fund(person, 'USDC', 1_000n);
  await payFee(person, 100n, 'kept');
  const { config } = wallet.services;
  const fee = { personId: person.personId, currency: 'USDC', amount: 100n, postingKey: 'test.fee:kept' };
  const [movement] = await wallet.services.database.transaction((tx) =>
    commissionOn(tx, { ...wallet.services, config: { ...config, REFERRAL_COMMISSION_BPS: 5_000 } }, fee),
  );
  expect(movement).toMatchObject({ amount: 20n });
});

test('one sees one’s own referrals and commissions alone, and of people no more than the end of their address', async () => {
  const { client } = wallet.services.database;
  const [referrer, other, ...brought] = (await people(5)) as [PersonScope, PersonScope, ...PersonScope[]];
  for (const person of brought) {
    await bring(referrer, person);
    await wallet.fund(person, 'BTC', 10_000n);
    await payFee(person, 1_000n, randomUUID(), 'BTC');
  }
  const referrals = await listReferrals(client, referrer, ALL);
  expect(referrals.map(({ hint }) => hint)).toEqual(
    brought.map(({ address }) => `…${address.slice(-4)}`).reverse(),
  );
  expect(Object.keys(referrals[0] ?? {}).sort()).toEqual(['createdAt', 'hint', 'id']);
  const [, second] = referrals;
  const rest = await listReferrals(client, referrer, { first: 1, take: 2, beforeId: second?.id });
  expect(rest).toEqual(referrals.slice(2));
  const commissions = await listCommissions(client, referrer, ALL);
  expect(commissions.map(({ referralId, amount }) => [referralId, amount])).toEqual(
    referrals.map(({ id }) => [id, 200n]),
  );
  expect(await listReferrals(client, other, ALL)).toEqual([]);
  expect(await listCommissions(client, other, ALL)).toEqual([]);
  expect(await sumCommissions(client, other)).toEqual([]);
});
