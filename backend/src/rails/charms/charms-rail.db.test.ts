import { createHash, randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mintPlan } from '../../billing/plans/mint-plan.ts';
import { findPlan } from '../../billing/plans/plan.repository.ts';
import { cancelSubscription } from '../../billing/subscriptions/cancel-subscription.ts';
import { showSubscription } from '../../billing/subscriptions/show-subscription.ts';
import { subscribe } from '../../billing/subscriptions/subscribe.ts';
import {
  createTestBilling,
  randomAddress,
  type TestBilling,
  type TestServices,
} from '../../billing/testing.ts';
import {
  addressToScript,
  type ChainTransactionRow,
  findChainTransaction,
  recordBroadcast,
  recordFailures,
} from '../../bitcoin/index.ts';
import type { SpellServices } from '../../charms/index.ts';
import { charmsRailObserver, createCharmsRail, createPlanMinting, creditForeignMints } from './index.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let services: TestServices;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  // Of the charms feature, what begins and calls off a transaction: nothing here is proved or sent.
  const charms = {
    ...billing.services,
    jobs: { enqueue: async () => undefined },
    appBinaries: { currentVk: 'b2'.repeat(32) },
    chainObservers: [charmsRailObserver],
  } as unknown as SpellServices;
  services = {
    ...billing.services,
    rails: { charms: createCharmsRail(charms) },
    planMinting: createPlanMinting(charms),
  };
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

const tx = () => billing.database.client;
const observers = [charmsRailObserver];

async function row(transactionId: string): Promise<ChainTransactionRow> {
  const { merchantId } = billing.merchant;
  const found = await findChainTransaction(tx(), { merchantId, id: transactionId });
  if (!found) throw new Error(`no transaction ${transactionId}`);
  return found;
}

/** The row as the follower has it once a block holds the transaction. */
async function inBlock(transactionId: string): Promise<ChainTransactionRow> {
  return {
    ...(await row(transactionId)),
    status: 'confirmed',
    blockHeight: 200,
    blockTime: billing.clock.now(),
  };
}

async function tell(what: 'onConfirmed' | 'onSettled' | 'onUnconfirmed', transaction: ChainTransactionRow) {
  await billing.database.transaction(async (each) =>
    charmsRailObserver[what]?.(each, [transaction], billing.clock.now()),
  );
}

const paymentOf = (transactionId: string) => tx().payment.findFirst({ where: { transactionId } });

let planId: string;
beforeEach(async () => {
  planId = await billing.newActivePlan();
});

test('subscribing asks for tokens for the subscriber against payment of the merchant’s script', async () => {
  const person = await billing.newPerson();
  const { transactionId, subscriptionId } = await subscribe(services, person, planId);
  expect(await row(transactionId)).toMatchObject({
    kind: 'subscription_mint',
    status: 'pending',
    planId,
    subscriptionId,
    personId: person.personId,
    amountSats: 25_000n,
  });
  const job = await tx().spellJob.findFirstOrThrow({ where: { transactionId } });
  const plan = await findPlan(tx(), billing.merchant, planId);
  expect(job.request).toMatchObject({
    units: 1,
    priceSats: '25000',
    app: plan?.onChain?.app,
    planNft: plan?.onChain?.nft,
    merchantScript: Buffer.from(addressToScript(billing.owner.address, 'regtest')).toString('hex'),
  });
});

test('the chain’s news of a subscriber’s transaction moves the payment and the subscription', async () => {
  const person = await billing.newPerson();
  const { transactionId, subscriptionId } = await subscribe(services, person, planId);
  const key = { merchantId: billing.merchant.merchantId, id: transactionId };
  const status = async () => (await showSubscription(tx(), person, subscriptionId)).status;
  await billing.database.transaction((each) =>
    recordBroadcast(each, observers, key, new Uint8Array([1]), billing.clock.now()),
  );
  expect(await paymentOf(transactionId)).toMatchObject({ status: 'detected', subscriptionId });
  expect(await subscribe(services, person, planId)).toEqual({ transactionId, subscriptionId });

  const mined = await inBlock(transactionId);
  await tell('onConfirmed', mined);
  expect(await paymentOf(transactionId)).toMatchObject({
    status: 'confirming',
    confirmedAt: mined.blockTime,
  });
  await tell('onSettled', mined);
  expect(await paymentOf(transactionId)).toMatchObject({ status: 'settled', flag: null });
  expect(await status()).toBe('active');

  await tell('onUnconfirmed', await row(transactionId));
  expect(await status()).toBe('incomplete');
  const failure = { ...key, failure: 'double_spent' as const, conflictTxid: 'ee'.repeat(32) };
  await billing.database.transaction((each) =>
    recordFailures(each, observers, [failure], billing.clock.now()),
  );
  expect(await paymentOf(transactionId)).toMatchObject({ status: 'double_spent' });
  expect((await subscribe(services, person, planId)).transactionId).not.toBe(transactionId);
});

test('a transaction that the node refuses is a dropped payment', async () => {
  const { transactionId } = await subscribe(services, await billing.newPerson(), planId);
  const key = { merchantId: billing.merchant.merchantId, id: transactionId };
  const now = billing.clock.now();
  await billing.database.transaction(async (each) => {
    await recordBroadcast(each, observers, key, new Uint8Array([1]), now);
    await recordFailures(each, observers, [{ ...key, failure: 'rejected', conflictTxid: null }], now);
  });
  expect(await paymentOf(transactionId)).toMatchObject({ status: 'dropped' });
});

test('a mint against a plan that had moved on when it was first seen is flagged', async () => {
  const { transactionId } = await subscribe(services, await billing.newPerson(), planId);
  await tx().spellJob.updateMany({ where: { transactionId }, data: { planCurrent: false } });
  const mined = await inBlock(transactionId);
  await tell('onConfirmed', mined);
  await tell('onSettled', mined);
  expect(await paymentOf(transactionId)).toMatchObject({ status: 'settled', flag: 'outdated_plan_state' });
});

test('canceling a subscription calls its transaction off', async () => {
  const person = await billing.newPerson();
  const { transactionId, subscriptionId } = await subscribe(services, person, planId);
  await cancelSubscription(services, person, subscriptionId);
  expect(await row(transactionId)).toMatchObject({ status: 'failed', failure: 'expired' });
  expect((await showSubscription(tx(), person, subscriptionId)).status).toBe('canceled');
});

test('a mint of a plan says what the plan says, with the nominal length of its period', async () => {
  const draft = await billing.newDraft({ supplyLimit: 7n });
  const { transactionId } = await mintPlan(services, billing.owner, billing.merchant, draft);
  const job = await tx().spellJob.findFirstOrThrow({ where: { transactionId } });
  expect(job.request).toMatchObject({
    kind: 'plan_mint',
    state: { name: 'Reader', priceSats: '25000', periodSeconds: '2592000', limit: '7' },
  });
  expect(await mintPlan(services, billing.owner, billing.merchant, draft)).toMatchObject({ transactionId });
});

test('a mint from elsewhere is credited to the holder’s address, or to the script that has none', async () => {
  const credit = creditForeignMints('regtest');
  const address = randomAddress();
  const mint = {
    merchantId: billing.merchant.merchantId,
    planId,
    units: 2n,
    paidSats: 50_000n,
    planStateCurrent: true,
    blockTime: billing.clock.now(),
  };
  // Anybody can mint onto a script of any length, which fits into no index.
  const long = randomBytes(9_000);
  const digest = createHash('sha256').update(long).digest('hex');
  const holders = [
    [addressToScript(address, 'regtest'), address],
    [new Uint8Array([0x51]), 'script:51'],
    [long, `script-sha256:${digest}`],
  ] as const;
  for (const [index, [recipientScript, holder]] of holders.entries()) {
    const transactionId = `tx_foreign_${index}`;
    await billing.database.transaction((each) =>
      credit.onForeignMint(each, { ...mint, transactionId, recipientScript }, billing.clock.now()),
    );
    const payment = await tx().payment.findFirstOrThrow({
      where: { transactionId },
      include: { subscription: { include: { customer: true } } },
    });
    expect(payment).toMatchObject({ status: 'detected', periods: 2, flag: null });
    expect(payment.subscription?.customer.address).toBe(holder);
  }
});
