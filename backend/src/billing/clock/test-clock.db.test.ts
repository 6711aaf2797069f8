import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestMerchant } from '../../identity/testing.ts';
import { checkLedger } from '../../ledger/index.ts';
import { dunInvoices } from '../dunning/dun-invoices.ts';
import { showEntitlement } from '../entitlements/show-entitlement.ts';
import { invoiceRenewals } from '../renewals/invoice-renewals.ts';
import { lapseSubscriptions } from '../subscriptions/lapse-subscriptions.ts';
import { createStory, type Story } from '../testing/story.ts';
import { advanceTestClocks } from './advance-test-clocks.ts';
import { advanceTestClock, setTestClock } from './move-test-clock.ts';

let testDatabase: TestDatabase;
let story: Story;
let priceId: string;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  story = await createStory(testDatabase.url, '2027-02-01T00:00:00Z');
  priceId = (await story.plan('Reader', { amount: 1_000n })).priceIds[0] ?? '';
});
afterAll(async () => {
  expect((await checkLedger(story.database)).failed).toBeNull();
  await story.database.close();
  await testDatabase.drop();
});

const at = (text: string) => new Date(text);

async function eventsOf(subjectId: string) {
  const events = await story.database.client.event.findMany({ where: { subjectId }, orderBy: { id: 'asc' } });
  return events.map(({ type, createdAt }) => `${createdAt.toISOString().slice(0, 16)} ${type}`);
}

test('the clock stands where it was put, whatever the real time', async () => {
  story.clock.advanceBy(86_400_000 * 40);
  expect(await story.testClock()).toMatchObject({ at: at('2027-02-01T00:00:00Z'), target: null });
});

test('it is for merchants in test mode, begun once, and moves forward only', async () => {
  const { moving, merchant, owner, database, clock } = story;
  const live = await createTestMerchant(database.client, owner, { now: clock.now() });
  const other = await createTestMerchant(database.client, owner, { mode: 'test', now: clock.now() });
  const later = at('2028-01-01T00:00:00Z');
  await expect(setTestClock(moving, live, later)).rejects.toMatchObject({
    code: 'TEST_CLOCK_UNAVAILABLE',
    facts: { reason: 'live' },
  });
  await expect(setTestClock(moving, merchant, later)).rejects.toMatchObject({ facts: { reason: 'running' } });
  await expect(advanceTestClock(moving, other, later)).rejects.toMatchObject({ facts: { reason: 'none' } });
  await expect(setTestClock(moving, other, at('2027-01-01T00:00:00Z'))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  const past = advanceTestClock(moving, merchant, at('2027-01-31T23:59:59Z'));
  await expect(past).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'to' });
  const written = database.client.merchant.update({
    where: { id: merchant.merchantId },
    data: { testClockAt: at('2027-01-31T23:59:59Z') },
  });
  await expect(written).rejects.toThrow(/forward only/);
  const forced = database.client.merchant.update({
    where: { id: live.merchantId },
    data: { testClockAt: later },
  });
  await expect(forced).rejects.toThrow();
});

test('a payment counts from the present of the merchant, and keeps its time when it is heard of again', async () => {
  const reader = await story.subscriber(priceId, { pays: false });
  const [invoice] = await reader.invoices();
  const payment = await story.offer(reader.person, invoice?.id ?? '');
  const early = { ...payment, confirmedAt: at('2027-01-05T00:00:00Z') };
  await story.report('confirmed', early);
  const { at: first } = (await story.testClock()) ?? {};
  await story.until('2027-02-01T06:00:00Z');
  await story.report('settled', early);
  expect(await reader.show()).toMatchObject({ status: 'active', anchorAt: first });
  expect(await reader.invoices()).toMatchObject([{ paidAt: first, status: 'paid' }]);
});

test('moving on stops wherever something is due and does it at its time', async () => {
  const reader = await story.subscriber(priceId);
  const { anchorAt } = await reader.show();
  expect(anchorAt).toEqual(at('2027-02-01T06:00:00Z'));
  await story.until('2027-03-20T00:00:00Z');
  expect(await reader.show()).toMatchObject({ status: 'expired' });
  const [, renewal] = await reader.invoices();
  expect(renewal).toMatchObject({
    kind: 'renewal',
    openedAt: at('2027-02-26T06:00:00Z'),
    dueAt: at('2027-03-01T06:00:00Z'),
    status: 'uncollectible',
    closedAt: at('2027-03-15T06:00:00Z'),
  });
  const events = await eventsOf(reader.subscriptionId);
  expect(events).toContain('2027-03-01T06:00 subscription.past_due');
  expect(events).toContain('2027-03-15T06:00 subscription.expired');
});

test('who is on a clock of their own is left out of the work of everybody else', async () => {
  const reader = await story.subscriber(priceId);
  const { services, clock } = story;
  clock.advanceTo(at('2028-06-01T00:00:00Z'));
  expect(await invoiceRenewals(services)).toBe(0);
  expect(await lapseSubscriptions(services)).toBe(0);
  expect(await dunInvoices(services)).toBe(0);
  expect(await reader.show()).toMatchObject({ status: 'active' });
  const { merchantId } = story.merchant;
  expect(await showEntitlement(services, reader.person, { merchantId })).toMatchObject({ active: true });
});

test('a clock whose mover was lost goes on from where it is; two movers are one', async () => {
  const readers = await Promise.all(Array.from({ length: 4 }, () => story.subscriber(priceId)));
  const { services, moving, merchant } = story;
  const { merchantId } = merchant;
  await advanceTestClock(moving, merchant, at('2027-06-20T00:00:00Z'));
  const stopped = new AbortController();
  let stops = 0;
  const counted: typeof services.database = {
    ...services.database,
    transaction: (work) => {
      if (++stops === 2) stopped.abort();
      return services.database.transaction(work);
    },
  };
  await advanceTestClocks({ ...services, database: counted }, { merchantId, signal: stopped.signal });
  const halfway = await story.testClock();
  expect(halfway?.target).toEqual(at('2027-06-20T00:00:00Z'));
  expect(halfway?.at.getTime()).toBeLessThan(at('2027-06-20T00:00:00Z').getTime());
  // Put further off while it moves.
  await advanceTestClock(moving, merchant, at('2027-06-21T00:00:00Z'));
  await Promise.all([advanceTestClocks(services), advanceTestClocks(services)]);
  expect(await story.testClock()).toMatchObject({ at: at('2027-06-21T00:00:00Z'), target: null });
  for (const reader of readers) {
    expect(await reader.bills()).toEqual(['first paid 1000', 'renewal uncollectible 1000']);
  }
});

test('every move is audited, and whoever watches is told', async () => {
  const { merchantId } = story.merchant;
  const { client } = story.database;
  const audited = await client.auditEntry.count({ where: { merchantId, action: 'test_clock.moved' } });
  expect(audited).toBeGreaterThan(3);
  expect(
    await client.event.count({ where: { type: 'test_clock.moved', subjectId: merchantId } }),
  ).toBeGreaterThan(6);
});
