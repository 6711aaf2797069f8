import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCreditNote } from '../billing/credit-notes/create-credit-note.ts';
import { sendInvoice } from '../billing/invoices/send-invoice.ts';
import { createTestInvoices, type TestInvoices } from '../billing/invoices/testing.ts';
import { createInvoice } from '../billing/invoices/write-draft.ts';
import { activatePlan } from '../billing/plans/activate-plan.ts';
import { archivePlan } from '../billing/plans/archive-plan.ts';
import { createPlan } from '../billing/plans/create-plan.ts';
import { setInvoicing } from '../billing/policy/set-invoicing.ts';
import { subscribe } from '../billing/subscriptions/subscribe.ts';
import { createAsk } from '../billing/testing/ask.ts';
import { createTestBilling, MONTHLY, type TestBilling } from '../billing/testing.ts';
import { newId } from '../platform/ids.ts';
import { createBalanceRail } from './balance/index.ts';
import { createBitcoinRail } from './bitcoin/index.ts';
import { setReceivingKey } from './bitcoin/set-receiving-key.ts';
import { FIRST_ADDRESS, TEST_KEY } from './bitcoin/testing.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let invoices: TestInvoices;
let ask: ReturnType<typeof createAsk>;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  invoices = createTestInvoices(billing);
  const { services } = billing;
  const rails = {
    ...services.rails,
    bitcoin: createBitcoinRail(services),
    balance: createBalanceRail(services),
  };
  ask = createAsk({ ...services, rails });
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

const RAILS = 'rails { rail currency needsPayer obstacle }';
const bitcoin = { rail: 'BITCOIN', currency: 'BTC', needsPayer: false, obstacle: null };
const closed = (rail: string, obstacle: string) => ({ rail, currency: null, needsPayer: false, obstacle });
const balance = (currency: string) => ({ rail: 'BALANCE', currency, needsPayer: true, obstacle: null });

async function railsOf(id: string) {
  const { publicInvoice } = await ask(null, `query ($id: ID!) { publicInvoice(id: $id) { ${RAILS} } }`, {
    id,
  });
  return publicInvoice.rails;
}

test('an invoice tells which rails take it, and why the others do not', async () => {
  const { customerId, person } = await invoices.newCustomer();
  const id = await invoices.newInvoice(customerId);
  const charms = closed('CHARMS', 'NOT_MINTED');
  expect(await railsOf(id)).toEqual([charms, closed('BITCOIN', 'NOT_SET_UP'), balance('USD')]);
  await setReceivingKey(billing.services, billing.merchant, { key: TEST_KEY, firstAddress: FIRST_ADDRESS });
  expect(await railsOf(id)).toEqual([charms, bitcoin, balance('USD')]);
  const small = await invoices.newInvoice(customerId, 545n, 'BTC');
  expect(await railsOf(small)).toEqual([charms, closed('BITCOIN', 'TOO_SMALL'), balance('BTC')]);
  const euros = await invoices.newInvoice(customerId, 10_000n, 'EURC');
  const { EURC } = billing.prices;
  delete billing.prices.EURC;
  billing.clock.advanceBy(600_000);
  expect(await railsOf(euros)).toEqual([charms, closed('BITCOIN', 'NO_RATE'), balance('EURC')]);
  billing.prices.EURC = EURC ?? 1n;
  await invoices.pay(id);
  expect(await railsOf(id)).toEqual(['CHARMS', 'BITCOIN', 'BALANCE'].map((rail) => closed(rail, 'NOT_OWED')));
  const planId = await billing.newActivePlan();
  const { subscriptionId } = await subscribe(billing.services, person, planId);
  const minted = await billing.database.client.invoice.findFirstOrThrow({ where: { subscriptionId } });
  expect((await railsOf(minted.id))[0]).toEqual({
    rail: 'CHARMS',
    currency: 'BTC',
    needsPayer: true,
    obstacle: null,
  });
});

test('a checkout sees all that is owed and what has become of it, and not by whom', async () => {
  const { services, merchant } = billing;
  await setInvoicing(services, merchant, { taxes: [{ name: 'VAT', ratePpm: 200_000, included: false }] });
  const { customerId } = await invoices.newCustomer();
  const { invoiceId: id } = await createInvoice(services, merchant, {
    customerId,
    currency: 'USD',
    items: [{ description: 'Work', quantity: 2, unitAmount: 5_000n }],
    memo: 'For March.',
  });
  await sendInvoice(services, merchant, id);
  await setInvoicing(services, merchant, { taxes: [] });
  const show = async () =>
    (
      await ask(
        null,
        `query ($id: ID!) { publicInvoice(id: $id) { displayNumber subtotal tax total amountDue noted paid overpaid
          partiallyPaid paidLate overdue memo openedAt closedAt merchant { name supportContact }
          lines { line kind description quantity amount taxRatePpm taxIncluded }
          payments { status rail amount settledAt chain { confirmations } } } }`,
        { id },
      )
    ).publicInvoice;
  const opened = await show();
  expect(opened).toMatchObject({
    displayNumber: expect.stringMatching(/^INV-\d+$/),
    subtotal: '10000',
    tax: '2000',
    total: '12000',
    memo: 'For March.',
    overdue: false,
    merchant: { name: 'Test merchant', supportContact: null },
    lines: [
      { line: 1, kind: 'item', description: 'Work', quantity: 2, amount: '10000', taxRatePpm: null },
      { line: 2, kind: 'tax', description: 'VAT', amount: '2000', taxRatePpm: 200_000, taxIncluded: false },
    ],
  });
  await invoices.pay(id, 5_000n);
  billing.clock.advanceBy(100 * 3_600_000);
  expect(await show()).toMatchObject({
    partiallyPaid: true,
    overdue: true,
    amountDue: '7000',
    payments: [{ status: 'SETTLED', rail: 'BALANCE', amount: '5000', chain: null }],
  });
  const reason = 'Late';
  await createCreditNote(services, merchant, { invoiceId: id, amount: 2_000n, reason });
  await invoices.pay(id, 6_000n);
  expect(await show()).toMatchObject({
    partiallyPaid: false,
    overdue: false,
    paidLate: true,
    noted: '2000',
    paid: '11000',
    overpaid: '1000',
  });
});

const PLAN = `query ($id: ID!) { publicPlan(id: $id) { name description status features periodsLeft
  merchant { name supportContact } prices { amount currency interval { unit count } setupFee trialDays onChain
  ${RAILS} } } }`;
const showPlan = async (id: string) => (await ask(null, PLAN, { id })).publicPlan;

test('the link of a plan shows what is on sale and how it can be paid, until the plan is archived', async () => {
  const { services, owner, merchant } = billing;
  const { planId } = await createPlan(services, owner, merchant, {
    name: 'Team',
    description: 'For teams.',
    features: { seats: 5 },
    prices: [{ amount: 1_000n, currency: 'USD', interval: MONTHLY, trialDays: 14, setupFee: 500n }],
  });
  await expect(showPlan(planId)).rejects.toMatchObject({ code: 'PLAN_NOT_BUYABLE', status: 'draft' });
  await activatePlan(services, merchant, planId);
  const shown = await showPlan(planId);
  expect(shown).toMatchObject({
    name: 'Team',
    description: 'For teams.',
    status: 'ACTIVE',
    features: { seats: 5 },
    periodsLeft: null,
    merchant: { name: 'Test merchant' },
    prices: [
      {
        amount: '1000',
        currency: 'USD',
        interval: { unit: 'MONTH', count: 1 },
        setupFee: '500',
        trialDays: 14,
        onChain: false,
        rails: [closed('CHARMS', 'NOT_MINTED'), bitcoin, balance('USD')],
      },
    ],
  });
  await archivePlan(services, merchant, planId);
  expect(await showPlan(planId)).toMatchObject({ status: 'ARCHIVED', name: 'Team', prices: [] });
  const price = await billing.database.client.price.findFirstOrThrow({ where: { planId } });
  const start = `mutation { startSubscription(priceId: "${price.id}") { invoiceId } }`;
  await expect(ask(await billing.newPerson(), start)).rejects.toMatchObject({ code: 'PLAN_NOT_BUYABLE' });
  await expect(showPlan(newId('plan'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a limited plan tells how many periods are left', async () => {
  const planId = await billing.newActivePlan({ supplyLimit: 3n });
  expect(await showPlan(planId)).toMatchObject({ periodsLeft: '3', prices: [{ onChain: true }] });
});
