import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createTestBilling, MONTHLY, randomAddress, type TestBilling } from '../testing.ts';
import { archivePlan } from './archive-plan.ts';
import { createPlan } from './create-plan.ts';
import { mintPlan } from './mint-plan.ts';
import { findPlan, listPlans } from './plan.repository.ts';
import { reportMintsSettled, reportMintsUnconfirmed } from './report-plan-mints.ts';
import { showPlan } from './show-plan.ts';

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

const ON_CHAIN = {
  app: { identity: 'a1'.repeat(32), vk: 'b2'.repeat(32) },
  nft: { txid: 'c3'.repeat(32), vout: 0 },
};

async function read(planId: string) {
  const plan = await findPlan(billing.database.client, billing.merchant, planId);
  if (!plan) throw new Error('no plan');
  return plan;
}

async function settleMint(planId: string, transactionId: string) {
  const { merchantId } = billing.merchant;
  const mints = [{ merchantId, planId, transactionId, onChain: ON_CHAIN }];
  await billing.database.transaction((tx) => reportMintsSettled(tx, billing.clock.now(), mints));
}

async function loseMint(planId: string, transactionId: string) {
  const mints = [{ merchantId: billing.merchant.merchantId, planId, transactionId }];
  await billing.database.transaction((tx) => reportMintsUnconfirmed(tx, billing.clock.now(), mints));
}

const mint = (planId: string) => mintPlan(billing.services, billing.owner, billing.merchant, planId);

test('a new plan is a draft that pays the member who made it', async () => {
  const { planId } = await createPlan(billing.services, billing.owner, billing.merchant, {
    name: '  Reader ',
    priceSats: 25_000n,
    interval: { unit: 'week', count: 2 },
  });
  expect(await read(planId)).toMatchObject({
    name: 'Reader',
    description: null,
    status: 'draft',
    payoutAddress: billing.owner.address,
    supplyLimit: null,
    onChain: null,
    price: { amount: 25_000n, currency: 'BTC', interval: { unit: 'week', count: 2 } },
  });
});

test('a payout address in capitals is stored in its one spelling', async () => {
  const payoutAddress = randomAddress();
  const { planId } = await createPlan(billing.services, billing.owner, billing.merchant, {
    name: 'Reader',
    priceSats: 546n,
    interval: MONTHLY,
    payoutAddress: payoutAddress.toUpperCase(),
    supplyLimit: 10n,
  });
  expect(await read(planId)).toMatchObject({ payoutAddress, supplyLimit: 10n });
});

test.each([
  ['name', { name: ' ' }],
  ['name', { name: 'x'.repeat(101) }],
  // As many characters as are allowed, but more bytes than the contract takes.
  ['name', { name: '漢'.repeat(43) }],
  ['name', { name: 'a\u0000b' }],
  ['name', { name: '\ud800' }],
  ['description', { description: 'x'.repeat(2_001) }],
  ['description', { description: 'a\u0000b' }],
  ['priceSats', { priceSats: 545n }],
  ['priceSats', { priceSats: 2_100_000_000_000_001n }],
  ['interval.count', { interval: { unit: 'month' as const, count: 0 } }],
  ['interval.count', { interval: { unit: 'month' as const, count: 1_001 } }],
  ['supplyLimit', { supplyLimit: 0n }],
  ['payoutAddress', { payoutAddress: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4' }],
  ['payoutAddress', { payoutAddress: 'nobody' }],
])('a plan with an unusable %s is refused', async (field, fields) => {
  const plan = { name: 'Reader', priceSats: 25_000n, interval: MONTHLY, ...fields };
  await expect(createPlan(billing.services, billing.owner, billing.merchant, plan)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    field,
  });
});

test('a mint carries what the plan says, and asking again while it is under way answers with it', async () => {
  const planId = await billing.newDraft({ supplyLimit: 5n });
  const first = await mint(planId);
  expect(await mint(planId)).toEqual(first);
  billing.planMinting.stages.set(first.transactionId, 'sent');
  expect(await mint(planId)).toEqual(first);
  const orders = billing.planMinting.orders.filter((order) => order.planId === planId);
  expect(orders).toEqual([
    {
      merchantId: billing.merchant.merchantId,
      planId,
      signer: billing.owner,
      name: 'Reader',
      priceSats: 25_000n,
      interval: MONTHLY,
      payoutAddress: billing.owner.address,
      supplyLimit: 5n,
      transactionId: first.transactionId,
    },
  ]);
  expect((await read(planId)).mintTransactionId).toBe(first.transactionId);
});

test('two members who mint at the same instant begin one mint', async () => {
  const planId = await billing.newDraft();
  const [first, second] = await Promise.all([mint(planId), mint(planId)]);
  expect(second).toEqual(first);
  expect(billing.planMinting.orders.filter((order) => order.planId === planId)).toHaveLength(1);
});

test('a plan whose mint failed may be minted again', async () => {
  const planId = await billing.newDraft();
  const first = await mint(planId);
  billing.planMinting.stages.set(first.transactionId, 'failed');
  const second = await mint(planId);
  expect(second.transactionId).not.toBe(first.transactionId);
  expect((await read(planId)).mintTransactionId).toBe(second.transactionId);
});

test('a settled mint puts the plan on sale, with its app and NFT', async () => {
  const planId = await billing.newDraft();
  const { transactionId } = await mint(planId);
  await settleMint(planId, transactionId);
  expect(await read(planId)).toMatchObject({
    status: 'active',
    onChain: ON_CHAIN,
    activatedAt: billing.clock.now(),
  });
  await expect(mint(planId)).rejects.toMatchObject({ code: 'PLAN_STATE', status: 'active' });
});

test('a mint that leaves the chain makes the plan a draft with a pending mint, until it settles again', async () => {
  const planId = await billing.newDraft();
  const { transactionId } = await mint(planId);
  billing.planMinting.stages.set(transactionId, 'sent');
  await settleMint(planId, transactionId);
  await loseMint(planId, transactionId);
  expect(await read(planId)).toMatchObject({
    status: 'draft',
    activatedAt: null,
    mintTransactionId: transactionId,
  });
  expect(await mint(planId)).toEqual({ planId, transactionId });
  await settleMint(planId, transactionId);
  expect((await read(planId)).status).toBe('active');
});

test('an earlier mint that comes through after all puts the plan on sale, and the later changes nothing', async () => {
  const planId = await billing.newDraft();
  const first = await mint(planId);
  billing.planMinting.stages.set(first.transactionId, 'failed');
  const second = await mint(planId);
  await settleMint(planId, first.transactionId);
  await settleMint(planId, second.transactionId);
  await loseMint(planId, second.transactionId);
  expect(await read(planId)).toMatchObject({ status: 'active', mintTransactionId: first.transactionId });
});

test('only an active plan is archived, and it stays so when its mint leaves the chain', async () => {
  const planId = await billing.newDraft();
  const archive = () => archivePlan(billing.services, billing.merchant, planId);
  await expect(archive()).rejects.toMatchObject({ code: 'PLAN_STATE', status: 'draft' });
  const { transactionId } = await mint(planId);
  await settleMint(planId, transactionId);
  await archive();
  await expect(archive()).rejects.toMatchObject({ code: 'PLAN_STATE', status: 'archived' });
  await loseMint(planId, transactionId);
  await settleMint(planId, transactionId);
  expect(await read(planId)).toMatchObject({ status: 'archived', archivedAt: billing.clock.now() });
});

test('everybody sees an active plan; drafts and archived ones are for members', async () => {
  const tx = billing.database.client;
  const stranger = await billing.newPerson();
  const draft = await billing.newDraft();
  const active = await billing.newActivePlan();
  const archived = await billing.newActivePlan();
  await archivePlan(billing.services, billing.merchant, archived);
  for (const viewer of [null, stranger]) {
    expect((await showPlan(tx, viewer, active)).id).toBe(active);
    for (const id of [draft, archived, newId('plan'), 'nonsense\u0000']) {
      await expect(showPlan(tx, viewer, id)).rejects.toMatchObject({ code: 'NOT_FOUND', kind: 'plan' });
    }
  }
  for (const id of [draft, active, archived]) expect((await showPlan(tx, billing.owner, id)).id).toBe(id);
});

test('a merchant touches its own plans alone', async () => {
  const other = await createTestBilling(testDatabase.url);
  try {
    const planId = await billing.newDraft();
    expect(await findPlan(other.database.client, other.merchant, planId)).toBeUndefined();
    await expect(mintPlan(other.services, other.owner, other.merchant, planId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(archivePlan(other.services, other.merchant, planId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  } finally {
    await other.database.close();
  }
});

test('plans are listed newest first, by status where asked', async () => {
  const other = await createTestBilling(testDatabase.url);
  try {
    const ids = [await other.newDraft(), await other.newActivePlan(), await other.newDraft()]
      .sort()
      .reverse();
    const list = (beforeId: string | undefined, status?: 'draft' | 'active') =>
      listPlans(other.database.client, other.merchant, { first: 2, take: 3, beforeId }, { status });
    expect((await list(undefined)).map(({ id }) => id)).toEqual(ids);
    expect((await list(ids[0])).map(({ id }) => id)).toEqual(ids.slice(1));
    expect(await list(undefined, 'draft')).toHaveLength(2);
    expect(await list(undefined, 'active')).toHaveLength(1);
  } finally {
    await other.database.close();
  }
});

test('every change of a plan is told', async () => {
  const planId = await billing.newDraft();
  const { transactionId } = await mint(planId);
  await settleMint(planId, transactionId);
  await loseMint(planId, transactionId);
  const events = await billing.database.client.event.findMany({
    where: { subjectId: planId },
    orderBy: { id: 'asc' },
  });
  expect(events.map(({ type }) => type)).toEqual([
    'plan.updated',
    'plan.updated',
    'plan.updated',
    'plan.activated',
    'plan.updated',
    'plan.deactivated',
  ]);
  expect(new Set(events.map(({ merchantId }) => merchantId))).toEqual(new Set([billing.merchant.merchantId]));
});
