import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../platform/ids.ts';
import { createCatalogue, type WebhookEvent } from '../webhooks/index.ts';
import { reportPayments } from './payments/report-payments.ts';
import { subscribe } from './subscriptions/subscribe.ts';
import { createTestBilling, mintReport, type TestBilling } from './testing.ts';
import { billingWebhookSources } from './webhook-sources.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

const catalogue = createCatalogue(billingWebhookSources);
const snapshotsOf = async (event: WebhookEvent) =>
  (await catalogue.sourceOf(event.type)?.snapshots(billing.database.client, [event]))?.get(event.subjectId);

test('what happens when a plan is sold is told with what it is about, to its own merchant alone', async () => {
  const { database, clock, merchant, services } = billing;
  const planId = await billing.newActivePlan();
  const { transactionId } = await subscribe(services, await billing.newPerson(), planId);
  const report = mintReport(merchant.merchantId, transactionId, {
    amount: 25_000n,
    confirmedAt: clock.now(),
  });
  await database.transaction((tx) => reportPayments(tx, clock.now(), 'settled', [report]));

  const events = await database.client.event.findMany({ where: { merchantId: merchant.merchantId } });
  const told = events.filter(({ type }) => /^(plan|subscription|payment|invoice)\./.test(type));
  expect(told.filter(({ type }) => !catalogue.sourceOf(type))).toEqual([]);
  expect(new Set(told.map(({ type }) => type))).toEqual(
    new Set([
      'plan.updated',
      'plan.activated',
      'subscription.updated',
      'subscription.activated',
      'payment.updated',
      'payment.settled',
      'invoice.updated',
      'invoice.opened',
      'invoice.paid',
    ]),
  );
  for (const { type, subjectId, data } of told) {
    const event = { type, subjectId, data, merchantId: merchant.merchantId };
    const snapshot = await snapshotsOf(event);
    expect(snapshot).toMatchObject({ id: subjectId, status: expect.any(String) });
    // Text of a message: what JSON cannot say must not be in it.
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    expect(await snapshotsOf({ ...event, merchantId: newId('merchant') })).toBeUndefined();
  }
});

test('a sale that waits for the merchant’s signature is told with what is asked of them', async () => {
  const { merchant, services } = billing;
  const planId = await billing.newActivePlan({ supplyLimit: 3n });
  const { transactionId, subscriptionId } = await subscribe(services, await billing.newPerson(), planId);
  const { merchantId } = merchant;
  const type = 'transaction.cosign_required';
  const event = { type, subjectId: transactionId, data: {}, merchantId };
  expect(await snapshotsOf(event)).toMatchObject({
    id: transactionId,
    planId,
    subscriptionId,
    amountSats: '25000',
    signBefore: null,
  });
  expect(await snapshotsOf({ ...event, merchantId: newId('merchant') })).toBeUndefined();
});
