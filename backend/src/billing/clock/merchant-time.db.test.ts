import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migratePrice } from '../changes/migrate-price.ts';
import { revokeAutoPay } from '../collection/set-auto-pay.ts';
import { adjustCredit } from '../credit/adjust-credit.ts';
import { useCredit } from '../credit/use-credit.ts';
import { createCreditNote } from '../credit-notes/create-credit-note.ts';
import { setContact } from '../customers/set-contact.ts';
import { setCustomerTerms } from '../customers/update-customer.ts';
import { DEFAULT_DUNNING } from '../dunning/dunning-policy.ts';
import { setDunningPolicy } from '../dunning/set-dunning-policy.ts';
import { markInvoiceUncollectible, voidInvoice } from '../invoices/close-invoice.ts';
import { listInvoices, listOwnInvoices } from '../invoices/list-invoices.repository.ts';
import { sendInvoice } from '../invoices/send-invoice.ts';
import { createInvoice, deleteInvoice, updateInvoice } from '../invoices/write-draft.ts';
import { archivePlan } from '../plans/archive-plan.ts';
import { addPrice, archivePrice } from '../plans/change-prices.ts';
import { mintPlan } from '../plans/mint-plan.ts';
import { setInvoicing } from '../policy/set-invoicing.ts';
import { createRefund } from '../refunds/create-refund.ts';
import { cancelRefund, sendRefund } from '../refunds/send-refund.ts';
import { reportCsv } from '../reports/report-csv.ts';
import { cancelSubscription, keepSubscription } from '../subscriptions/cancel-subscription.ts';
import { createStory, type Story } from '../testing/story.ts';
import { MONTHLY } from '../testing.ts';

const HERE = new Date('2027-02-01T00:00:00Z');
let testDatabase: TestDatabase;
let story: Story;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  story = await createStory(testDatabase.url, HERE.toISOString());
  // Two years pass everywhere but at this merchant.
  story.clock.advanceBy(730 * 86_400_000);
});
afterAll(async () => {
  await story.database.close();
  await testDatabase.drop();
});

const ITEMS = [{ description: 'Work', quantity: 1, unitAmount: 500n }];

test('whatever is done at a merchant on a test clock is dated by that clock', async () => {
  const { services, merchant, owner, database } = story;
  const { client } = database;
  const { merchantId } = merchant;
  const { planId, priceIds } = await story.plan('Reader', { amount: 1_000n }, { amount: 1_200n });
  const [priceId = '', otherId = ''] = priceIds;
  const { priceId: added } = await addPrice(services, merchant, planId, {
    amount: 900n,
    currency: 'USD',
    interval: MONTHLY,
  });
  await archivePrice(services, merchant, planId, added);
  await mintPlan(services, owner, merchant, await story.newDraft());
  await setInvoicing(services, merchant, { dueHours: 48 });
  await setDunningPolicy(services, merchant, DEFAULT_DUNNING);

  const reader = await story.subscriber(priceId, { pays: false });
  await reader.payNewest(1_050n);
  const { customerId } = await reader.show();
  await setContact(services, reader.person, { merchantId, customerId }, { email: 'ada@example.com' });
  await setCustomerTerms(services, merchant, customerId, { name: 'Ada' });
  await revokeAutoPay(services, reader.person, reader.subscriptionId);
  await migratePrice(services, merchant, { planId, fromPriceId: priceId, toPriceId: otherId });
  await cancelSubscription(services, reader.person, reader.subscriptionId, { atPeriodEnd: true });
  await keepSubscription(services, reader.person, reader.subscriptionId);

  const { id: paymentId } = await client.payment.findFirstOrThrow({ where: { merchantId } });
  const refund = () => createRefund(services, merchant, { paymentId, amount: 10n, reason: 'sorry' });
  await sendRefund(services, merchant, (await refund()).refundId, 'ab'.repeat(32));
  await cancelRefund(services, merchant, (await refund()).refundId);
  await adjustCredit(services, merchant, { customerId, amount: 100n, currency: 'USD', reason: 'thanks' });
  const draft = async () =>
    (await createInvoice(services, merchant, { customerId, currency: 'USD', items: ITEMS })).invoiceId;
  const sent = await draft();
  await updateInvoice(services, merchant, sent, { items: ITEMS, memo: 'for January' });
  await sendInvoice(services, merchant, sent);
  await useCredit(services, owner, sent);
  await createCreditNote(services, merchant, { invoiceId: sent, amount: 100n, reason: 'less' });
  const [given, voided] = [await draft(), await draft()];
  await sendInvoice(services, merchant, given);
  await markInvoiceUncollectible(services, merchant, given);
  await sendInvoice(services, merchant, voided);
  await voidInvoice(services, merchant, voided);
  await deleteInvoice(services, merchant, await draft());

  await archivePlan(services, merchant, planId);

  const audited = await client.auditEntry.findMany({ where: { merchantId } });
  const told = await client.event.findMany({ where: { merchantId } });
  const off = (rows: readonly { readonly createdAt: Date; readonly name: string }[]) =>
    rows.filter(({ createdAt }) => createdAt.getTime() !== HERE.getTime()).map(({ name }) => name);
  const dated = audited.map(({ action: name, at }) => ({ name, createdAt: at }));
  expect(dated.length).toBeGreaterThan(20);
  expect(off(dated).filter((action) => action !== 'test_clock.moved')).toEqual([]);
  const news = told.map(({ type: name, createdAt }) => ({ name, createdAt }));
  expect(off(news).filter((type) => type !== 'test_clock.moved')).toEqual([]);
  const late = await Promise.all([
    client.plan.count({ where: { merchantId, createdAt: { not: HERE } } }),
    client.price.count({ where: { merchantId, createdAt: { not: HERE } } }),
    client.invoice.count({ where: { merchantId, createdAt: { not: HERE } } }),
    client.creditNote.count({ where: { merchantId, createdAt: { not: HERE } } }),
    client.refund.count({ where: { merchantId, createdAt: { not: HERE } } }),
  ]);
  expect(late).toEqual([0, 0, 0, 0, 0]);
});

test('what is overdue is so by the clock of its merchant', async () => {
  const { services, merchant, database, clock } = story;
  const { client } = database;
  const { priceIds } = await story.plan('Writer', { amount: 1_000n });
  const reader = await story.subscriber(priceIds[0] ?? '', { pays: false });
  const page = { take: 10, beforeId: undefined, first: 10 };
  const overdue = async () => [
    (await listInvoices(client, clock.now(), merchant, page, { overdue: true })).length,
    (await listOwnInvoices(client, clock.now(), reader.person, page, { overdue: true })).length,
  ];
  const outstanding = () =>
    reportCsv({ services, reads: services.database.client }, merchant, 'outstanding', {
      from: '2027-01-01',
      to: '2027-02-01',
    });
  expect(await overdue()).toEqual([0, 0]);
  expect(await outstanding()).toContain('USD,not_due,');
  await story.until('2027-02-05T00:00:00Z');
  const [all, own] = await overdue();
  expect(own).toBe(1);
  expect(all).toBeGreaterThanOrEqual(1);
  expect(await outstanding()).toContain('USD,days_1_30,');
});
