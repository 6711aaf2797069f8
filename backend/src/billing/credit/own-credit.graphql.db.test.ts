import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { redeemPortalLink } from '../../identity/index.ts';
import { createTestInvoices, type TestInvoices } from '../invoices/testing.ts';
import { activatePlan } from '../plans/activate-plan.ts';
import { createPlan } from '../plans/create-plan.ts';
import { createPortalSession } from '../portal/create-portal-session.ts';
import { startSubscription } from '../subscriptions/start-subscription.ts';
import { createAsk } from '../testing/ask.ts';
import { createTestBilling, MONTHLY, type TestBilling } from '../testing.ts';
import { adjustCredit } from './adjust-credit.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let invoices: TestInvoices;
let ask: ReturnType<typeof createAsk>;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  invoices = createTestInvoices(billing);
  const { rails } = invoices.services;
  const balance = { ...rails.balance, collect: async () => {} };
  ask = createAsk({ ...invoices.services, rails: { ...rails, balance } });
});
afterAll(async () => {
  await invoices.requireSound();
  await billing.database.close();
  await testDatabase.drop();
});

async function letIn(customerId: string): Promise<string> {
  const { url } = await createPortalSession(billing.services, billing.merchant, customerId);
  return (await redeemPortalLink(billing.services, new URL(url).hash.slice(1))).token;
}

async function withCredit(amount: bigint) {
  const { person, customerId } = await invoices.newCustomer();
  const { merchantId } = billing.merchant;
  const earlier = await invoices.newInvoice(customerId);
  await invoices.pay(earlier);
  const input = { merchantId, customerId, amount, currency: 'USD', reason: 'Sorry' };
  await adjustCredit(billing.services, billing.merchant, input);
  return { person, customerId };
}

const CREDIT = `{ myCredit { currency available locked customerId merchant { id } } }`;
const APPLY = `mutation ($id: ID!) { applyCredit(invoiceId: $id) { status credit amountDue customer { credit { available } } } }`;
const auditOf = async (subjectId: string) => {
  const entries = await billing.database.client.auditEntry.findMany({
    where: { subjectId, action: { not: { startsWith: 'invoice' } } },
    orderBy: { id: 'asc' },
  });
  return entries.map(({ action, actorKind, actorId }) => [action, actorKind, actorId]);
};

test('customers see their credit, with their wallet and in the portal, and pay open invoices from it', async () => {
  const { person, customerId } = await withCredit(6_000n);
  const { merchantId } = billing.merchant;
  const token = await letIn(customerId);
  for (const who of [person, token]) {
    expect(await ask(who, CREDIT)).toEqual({
      myCredit: [
        { currency: 'USD', available: '6000', locked: '0', customerId, merchant: { id: merchantId } },
      ],
    });
  }
  expect(await ask(token, '{ portal { customer { credit { currency available } } } }')).toEqual({
    portal: { customer: { credit: [{ currency: 'USD', available: '6000' }] } },
  });
  // Credit pays new invoices by itself: these were opened before there was any left.
  const first = await invoices.newInvoice(customerId, 5_000n);
  expect(await invoices.find(first)).toMatchObject({ status: 'paid' });
  const second = await invoices.newInvoice(customerId, 5_000n);
  const input = { merchantId, customerId, amount: 3_000n, currency: 'USD', reason: 'More' };
  await adjustCredit(billing.services, billing.merchant, input);
  expect(await ask(token, APPLY, { id: second })).toEqual({
    applyCredit: {
      status: 'OPEN',
      credit: '4000',
      amountDue: '1000',
      customer: { credit: [{ available: '0' }] },
    },
  });
  await adjustCredit(billing.services, billing.merchant, { ...input, amount: 9_000n });
  expect((await ask(person, APPLY, { id: second })).applyCredit).toMatchObject({
    status: 'PAID',
    credit: '5000',
  });
  await expect(ask(person, APPLY, { id: second })).rejects.toMatchObject({ code: 'INVOICE_STATE' });
  expect(await auditOf(second)).toEqual([
    ['credit.applied', 'customer', customerId],
    ['credit.applied', 'person', person.personId],
  ]);
});

test('nobody uses the credit of others', async () => {
  const { customerId } = await withCredit(1n);
  const other = await withCredit(7_000n);
  const invoice = await invoices.newInvoice(other.customerId, 50_000n);
  const token = await letIn(customerId);
  for (const who of [await billing.newPerson(), token]) {
    await expect(ask(who, APPLY, { id: invoice })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  await expect(ask(null, APPLY, { id: invoice })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(ask(null, CREDIT)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('what was allowed to be paid without asking is taken back in the portal, and allowed there never', async () => {
  const { services, owner, merchant } = billing;
  const { planId } = await createPlan(services, owner, merchant, {
    name: 'Team',
    prices: [{ amount: 1_000n, currency: 'USD', interval: MONTHLY }],
  });
  await activatePlan(services, merchant, planId);
  const { id: priceId } = await billing.database.client.price.findFirstOrThrow({ where: { planId } });
  const person = await billing.newPerson();
  const { subscriptionId: id } = await startSubscription(services, person, { priceId });
  const { customerId } = await billing.database.client.subscription.findUniqueOrThrow({ where: { id } });
  const token = await letIn(customerId);
  const set = (who: typeof person | string, rail: string) =>
    ask(who, `mutation ($id: ID!) { setAutoPay(subscriptionId: $id, rail: ${rail}) { autoPay } }`, { id });
  expect(await set(person, 'BALANCE')).toEqual({ setAutoPay: { autoPay: 'BALANCE' } });
  expect(await set(token, 'null')).toEqual({ setAutoPay: { autoPay: null } });
  await expect(set(token, 'BALANCE')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  const other = await letIn((await invoices.newCustomer()).customerId);
  await expect(set(other, 'null')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await auditOf(id)).toEqual([
    ['subscription.auto_pay_allowed', 'person', person.personId],
    ['subscription.auto_pay_revoked', 'customer', customerId],
  ]);
});
