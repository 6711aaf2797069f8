import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger } from '../../ledger/index.ts';
import { changeSubscription } from '../changes/change-subscription.ts';
import { migratePrice } from '../changes/migrate-price.ts';
import { previewChange } from '../changes/preview-change.ts';
import { showEntitlement } from '../entitlements/show-entitlement.ts';
import { voidInvoice } from '../invoices/close-invoice.ts';
import { archivePlan } from '../plans/archive-plan.ts';
import { cancelSubscription, keepSubscription } from '../subscriptions/cancel-subscription.ts';
import { pauseSubscription, resumeSubscription } from '../subscriptions/pause-subscription.ts';
import { recomputeSubscriptions } from '../subscriptions/recompute-subscriptions.ts';
import { startSubscription } from '../subscriptions/start-subscription.ts';
import { createStory, type Story } from '../testing/story.ts';

let testDatabase: TestDatabase;
let story: Story;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  story = await createStory(testDatabase.url, '2028-01-31T09:00:00Z');
});
afterAll(async () => {
  expect((await checkLedger(story.database)).failed).toBeNull();
  await story.database.close();
  await testDatabase.drop();
});

const at = (text: string) => new Date(text);
/** A day long after all earlier stories. */
let year = 2028;
async function nextStory(day: string): Promise<void> {
  await story.until(`${++year}-${day}T09:00:00Z`);
}

test('month ends over a leap year: the last day of February, then the 31st again', async () => {
  const { priceIds } = await story.plan('Ends', { amount: 1_000n });
  const reader = await story.subscriber(priceIds[0] ?? '');
  const ends: string[] = [];
  for (let month = 0; month < 13; month++) {
    const { paidThrough } = await reader.show();
    ends.push(paidThrough?.toISOString().slice(0, 10) ?? '');
    await story.until(new Date((paidThrough?.getTime() ?? 0) - 86_400_000));
    await reader.payNewest();
  }
  expect(ends).toEqual([
    '2028-02-29',
    '2028-03-31',
    '2028-04-30',
    '2028-05-31',
    '2028-06-30',
    '2028-07-31',
    '2028-08-31',
    '2028-09-30',
    '2028-10-31',
    '2028-11-30',
    '2028-12-31',
    '2029-01-31',
    '2029-02-28',
  ]);
  await cancelSubscription(story.services, reader.person, reader.subscriptionId);
});

test('trial, paid, renewed, then moved to another price with notice', async () => {
  await nextStory('03-01');
  const { planId, priceIds } = await story.plan(
    'Trial',
    { amount: 1_000n, trialDays: 14 },
    { amount: 1_500n },
  );
  const [old = '', dearer = ''] = priceIds;
  const reader = await story.subscriber(old);
  expect(await reader.show()).toMatchObject({
    status: 'trialing',
    trialEndsAt: at(`${year}-03-15T09:00:00Z`),
  });
  await story.until(`${year}-03-14T09:00:00Z`);
  expect(await reader.bills()).toEqual(['renewal open 1000']);
  await reader.payNewest();
  await story.until(`${year}-03-16T09:00:00Z`);
  expect(await reader.show()).toMatchObject({ status: 'active', paidThrough: at(`${year}-04-15T09:00:00Z`) });
  await story.until(`${year}-04-14T09:00:00Z`);
  await reader.payNewest();
  expect(
    await migratePrice(story.services, story.merchant, { planId, fromPriceId: old, toPriceId: dearer }),
  ).toBe(1);
  await story.until(`${year}-05-01T09:00:00Z`);
  expect(await reader.show()).toMatchObject({ priceId: old, paidThrough: at(`${year}-05-15T09:00:00Z`) });
  await story.until(`${year}-05-14T09:00:00Z`);
  await reader.payNewest();
  await story.until(`${year}-05-16T09:00:00Z`);
  expect(await reader.show()).toMatchObject({ priceId: dearer, paidThrough: at(`${year}-06-15T09:00:00Z`) });
  expect(await reader.bills()).toEqual(['renewal paid 1000', 'renewal paid 1000', 'renewal paid 1500']);
});

test('up, more seats and down again: each charged or credited as previewed', async () => {
  await nextStory('06-01');
  const { services } = story;
  const { priceIds } = await story.plan('Seats', { amount: 3_000n }, { amount: 9_000n });
  const [basic = '', pro = ''] = priceIds;
  const reader = await story.subscriber(basic);
  const change = async (priceId: string, quantity: number) => {
    const preview = await previewChange(services, reader.person, reader.subscriptionId, {
      priceId,
      quantity,
    });
    const before = await reader.credit();
    const { invoiceId } = await changeSubscription(services, reader.person, reader.subscriptionId, {
      priceId,
      quantity,
    });
    if (invoiceId !== null) {
      await story.pay(reader.person, invoiceId);
      expect((await reader.invoices()).at(-1)?.total.toFixed()).toBe(preview.amountDue.toString());
    } else expect((await reader.credit()) - before).toBe(preview.credit);
    return preview;
  };
  await story.until(`${year}-06-11T09:00:00Z`);
  expect(await change(pro, 1)).toMatchObject({ unused: 2_000n, charge: 6_000n, amountDue: 4_000n });
  await story.until(`${year}-06-16T09:00:00Z`);
  expect(await change(pro, 3)).toMatchObject({ unused: 4_500n, charge: 13_500n, amountDue: 9_000n });
  await story.until(`${year}-06-21T09:00:00Z`);
  expect(await change(basic, 1)).toMatchObject({ unused: 9_000n, charge: 1_000n, credit: 8_000n });
  await story.until(`${year}-06-30T09:00:00Z`);
  // The next month is paid from the credit.
  expect((await reader.bills()).at(-1)).toBe('renewal paid 3000');
  expect(await reader.credit()).toBe(5_000n);
});

test('paused, nothing is owed and nothing granted; resumed, what was left is there', async () => {
  await nextStory('01-01');
  const { services, merchant } = story;
  const { planId, priceIds } = await story.plan('Pause', { amount: 1_000n });
  const reader = await story.subscriber(priceIds[0] ?? '');
  const grants = async () =>
    (await showEntitlement(services, reader.person, { merchantId: merchant.merchantId, planId })).active;
  await story.until(`${year}-01-11T09:00:00Z`);
  await pauseSubscription(services, reader.person, reader.subscriptionId);
  expect(await grants()).toBe(false);
  await story.until(`${year}-05-01T09:00:00Z`);
  expect(await reader.bills()).toEqual(['first paid 1000']);
  await resumeSubscription(services, reader.person, reader.subscriptionId);
  expect(await grants()).toBe(true);
  expect(await reader.show()).toMatchObject({ status: 'active', paidThrough: at(`${year}-05-22T09:00:00Z`) });
});

test('canceled at the end of the period and taken back, then for good, then at once', async () => {
  await nextStory('02-01');
  const { services } = story;
  const { priceIds } = await story.plan('Cancel', { amount: 1_000n });
  const [kept, left, gone] = [
    await story.subscriber(priceIds[0] ?? ''),
    await story.subscriber(priceIds[0] ?? ''),
    await story.subscriber(priceIds[0] ?? ''),
  ];
  for (const { person, subscriptionId } of [kept, left]) {
    await cancelSubscription(services, person, subscriptionId, { atPeriodEnd: true });
  }
  await keepSubscription(services, kept.person, kept.subscriptionId);
  await cancelSubscription(services, gone.person, gone.subscriptionId);
  expect(await gone.show()).toMatchObject({ status: 'canceled', canceledAt: at(`${year}-02-01T09:00:00Z`) });
  await story.until(`${year}-02-28T09:00:00Z`);
  await kept.payNewest();
  expect(await left.show()).toMatchObject({ status: 'active' });
  await story.until(`${year}-03-01T09:00:00Z`);
  expect(await kept.show()).toMatchObject({ status: 'active', paidThrough: at(`${year}-04-01T09:00:00Z`) });
  expect(await left.show()).toMatchObject({ status: 'canceled', canceledAt: at(`${year}-03-01T09:00:00Z`) });
  expect(await left.bills()).toEqual(['first paid 1000']);
});

test('never paid: reminded, past due, given up; paid late, taken up again and said so', async () => {
  await nextStory('04-01');
  const { priceIds } = await story.plan('Dunned', { amount: 1_000n, graceDays: 2 });
  const [never, late] = [
    await story.subscriber(priceIds[0] ?? ''),
    await story.subscriber(priceIds[0] ?? ''),
  ];
  await story.until(`${year}-05-04T09:00:00Z`);
  expect(await never.show()).toMatchObject({ status: 'past_due' });
  await late.payNewest();
  expect(await late.invoices()).toMatchObject([{}, { status: 'paid', paidLate: true }]);
  // After all grace a new run begins with the payment.
  expect(await late.show()).toMatchObject({ status: 'active', anchorAt: at(`${year}-05-04T09:00:00Z`) });
  await story.until(`${year}-05-20T09:00:00Z`);
  expect(await never.show()).toMatchObject({ status: 'expired' });
  expect(await never.bills()).toEqual(['first paid 1000', 'renewal uncollectible 1000']);
  const [, invoice] = await never.invoices();
  const reminders = await story.database.client.event.findMany({
    where: { subjectId: invoice?.id ?? '', type: { in: ['invoice.reminded', 'invoice.overdue'] } },
    orderBy: { id: 'asc' },
  });
  expect(reminders.map(({ createdAt }) => createdAt.toISOString().slice(5, 10))).toEqual([
    '05-01',
    '05-02',
    '05-04',
    '05-08',
  ]);
});

test('too little is topped up, too much becomes credit that pays the next', async () => {
  await nextStory('07-01');
  const { priceIds } = await story.plan('Amounts', { amount: 1_000n });
  const reader = await story.subscriber(priceIds[0] ?? '', { pays: false });
  await reader.payNewest(400n);
  expect(await reader.show()).toMatchObject({ status: 'incomplete' });
  await story.until(`${year}-07-02T09:00:00Z`);
  await reader.payNewest(1_700n);
  expect(await reader.show()).toMatchObject({ status: 'active', paidThrough: at(`${year}-08-02T09:00:00Z`) });
  expect(await reader.credit()).toBe(1_100n);
  await story.until(`${year}-08-01T09:00:00Z`);
  expect(await reader.bills()).toEqual(['first paid 1000', 'renewal paid 1000']);
  expect(await reader.credit()).toBe(100n);
});

test('a voided renewal is not made again by whatever happens next: what is paid ends it, unless it is kept', async () => {
  await nextStory('01-31');
  const { services, merchant } = story;
  const { planId, priceIds } = await story.plan('Voided', { amount: 1_000n }, { amount: 900n });
  const [fromPriceId = '', toPriceId = ''] = priceIds;
  const [ending, kept] = [await story.subscriber(fromPriceId), await story.subscriber(fromPriceId)];
  await story.until(`${year}-02-27T00:00:00Z`);
  for (const reader of [ending, kept]) {
    const renewal = (await reader.invoices()).at(-1);
    await voidInvoice(services, merchant, renewal?.id ?? '', 'by mistake');
    expect(await reader.show()).toMatchObject({ status: 'active', cancelAtPeriodEnd: true });
  }
  await migratePrice(services, merchant, { planId, fromPriceId, toPriceId });
  const recomputed = [{ ...merchant, subscriptionId: ending.subscriptionId }];
  await story.database.transaction((tx) =>
    recomputeSubscriptions(tx, at(`${year}-02-27T00:00:00Z`), recomputed),
  );
  await keepSubscription(services, kept.person, kept.subscriptionId);
  await story.until(`${year}-03-20T00:00:00Z`);
  expect(await ending.show()).toMatchObject({
    status: 'canceled',
    canceledAt: at(`${year}-02-28T09:00:00Z`),
  });
  expect(await ending.bills()).toEqual(['first paid 1000', 'renewal void 1000']);
  // Who keeps it asks for the period: it costs what it costs by then.
  expect(await kept.bills()).toEqual(['first paid 1000', 'renewal void 1000', 'renewal uncollectible 900']);
});

test('a renewal voided when its period has begun ends the subscription; paid all the same, it goes on', async () => {
  await nextStory('01-31');
  const { services, merchant } = story;
  const { priceIds } = await story.plan('Voided late', { amount: 1_000n });
  const reader = await story.subscriber(priceIds[0] ?? '');
  await story.until(`${year}-02-27T12:00:00Z`);
  const renewal = (await reader.invoices()).at(-1);
  const payment = await story.offer(reader.person, renewal?.id ?? '');
  await story.until(`${year}-03-02T00:00:00Z`);
  expect(await reader.show()).toMatchObject({ status: 'past_due' });
  await voidInvoice(services, merchant, renewal?.id ?? '');
  expect(await reader.show()).toMatchObject({ status: 'canceled', accessUntil: null });
  await story.until(`${year}-04-02T00:00:00Z`);
  expect(await reader.bills()).toEqual(['first paid 1000', 'renewal void 1000']);
  // The payment finds its home: what was paid is owed.
  await story.report('settled', payment);
  expect(await reader.show()).toMatchObject({ status: 'active', cancelAtPeriodEnd: false });
  expect(await reader.bills()).toEqual(['first paid 1000', 'prepaid paid 1000']);
});

test('an archived plan is bought by nobody, through no old link; its subscribers keep it', async () => {
  await nextStory('09-01');
  const { services } = story;
  const { planId, priceIds } = await story.plan('Archived', { amount: 1_000n });
  const [price = ''] = priceIds;
  const reader = await story.subscriber(price);
  await archivePlan(services, story.merchant, planId);
  const stranger = await story.newPerson();
  await expect(startSubscription(services, stranger, { priceId: price })).rejects.toMatchObject({
    code: 'PLAN_NOT_BUYABLE',
  });
  await story.until(`${year}-09-30T09:00:00Z`);
  await reader.payNewest();
  expect(await reader.show()).toMatchObject({ status: 'active', paidThrough: at(`${year}-11-01T09:00:00Z`) });
  await cancelSubscription(services, reader.person, reader.subscriptionId);
  await expect(startSubscription(services, reader.person, { priceId: price })).rejects.toMatchObject({
    code: 'PLAN_NOT_BUYABLE',
  });
});

test('a reorganisation after settlement takes back what it gave, and gives it again', async () => {
  await nextStory('10-01');
  const { priceIds } = await story.plan('Chain', { amount: 1_000n });
  const reader = await story.subscriber(priceIds[0] ?? '');
  await story.until(`${year}-10-31T09:00:00Z`);
  const payment = await reader.payNewest();
  expect(await reader.show()).toMatchObject({ status: 'active', paidThrough: at(`${year}-12-01T09:00:00Z`) });
  await story.report('unconfirmed', { ...payment, confirmedAt: null });
  expect(await reader.bills()).toEqual(['first paid 1000', 'renewal open 1000']);
  expect(await reader.show()).toMatchObject({ paidThrough: at(`${year}-11-01T09:00:00Z`) });
  await story.until(`${year}-11-02T09:00:00Z`);
  expect(await reader.show()).toMatchObject({ status: 'past_due' });
  await story.report('settled', payment);
  expect(await reader.bills()).toEqual(['first paid 1000', 'renewal paid 1000']);
  expect(await reader.show()).toMatchObject({ status: 'active' });
});
