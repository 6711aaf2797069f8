import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportPayments } from '../payments/report-payments.ts';
import { createTestBilling, mintReport, type TestBilling } from '../testing.ts';
import { renewSubscription } from './renew-subscription.ts';
import { subscribe } from './subscribe.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url, { poolSize: 10 });
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

async function settle(transactionId: string) {
  const { clock, database, merchant, charms } = billing;
  const report = mintReport(merchant.merchantId, transactionId, { confirmedAt: clock.now() });
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', [report]));
  charms.stages.set(transactionId, 'sent');
}

test('a subscription that was begun under a key is answered with for good, also once it is paid', async () => {
  const { services } = billing;
  const planId = await billing.newActivePlan();
  const person = await billing.newPerson();
  const [first, ...same] = await Promise.all(
    ['k', 'k', 'k'].map((key) => subscribe(services, person, planId, key)),
  );
  for (const each of same) expect(each).toEqual(first);
  await settle(first?.transactionId ?? '');
  expect(await subscribe(services, person, planId, 'k')).toEqual(first);
  await expect(subscribe(services, person, planId, 'other')).rejects.toMatchObject({
    code: 'SUBSCRIPTION_EXISTS',
  });
  const another = await billing.newActivePlan();
  await expect(subscribe(services, person, another, 'k')).rejects.toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
});

test('a renewal is bought once under a key, and again under another', async () => {
  const { services } = billing;
  const planId = await billing.newActivePlan();
  const person = await billing.newPerson();
  const { subscriptionId, transactionId } = await subscribe(services, person, planId);
  await settle(transactionId);
  const renew = (key: string, periods = 1) =>
    renewSubscription(services, person, subscriptionId, periods, key);
  const first = await renew('r');
  await settle(first.transactionId);
  expect(await renew('r')).toEqual(first);
  await expect(renew('r', 2)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  expect((await renew('s')).transactionId).not.toBe(first.transactionId);
});
