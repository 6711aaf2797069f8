import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BillingServices } from '../../billing/index.ts';
import { readPaymentsOf } from '../../billing/payments/payment.repository.ts';
import { addIntervals } from '../../billing/periods/index.ts';
import { createPlan } from '../../billing/plans/create-plan.ts';
import { mintPlan } from '../../billing/plans/mint-plan.ts';
import { findPlan } from '../../billing/plans/plan.repository.ts';
import { renewSubscription } from '../../billing/subscriptions/renew-subscription.ts';
import { showSubscription } from '../../billing/subscriptions/show-subscription.ts';
import { subscribe } from '../../billing/subscriptions/subscribe.ts';
import { MONTHLY, randomAddress } from '../../billing/testing.ts';
import { type ChainFollower, followChain } from '../../bitcoin/index.ts';
import { charmsObserver, type SpellServices } from '../../charms/index.ts';
import { CharmsFixture, type Somebody } from '../../charms/testing/charms-fixture.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { createTestMerchant } from '../../identity/testing.ts';
import { createCurrencies } from '../../ledger/index.ts';
import { systemClock } from '../../platform/clock.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import { charmsRailObserver, createCharmsRail, createPlanMinting, creditForeignMints } from './index.ts';

type Services = SpellServices & Pick<BillingServices, 'rails' | 'planMinting' | 'currencies'>;

let fixture: CharmsFixture;
let services: Services;
let follower: ChainFollower;
let owner: Somebody;
let merchant: MerchantScope;
let planId: string;
beforeAll(async () => {
  fixture = await CharmsFixture.start();
  const { config, database, rpc } = fixture;
  const foreignMints = creditForeignMints('regtest');
  const observers = [charmsObserver({ config, logger: silentLogger, foreignMints }), charmsRailObserver];
  // Blocks carry the time of the machine.
  const charms = { ...fixture.services, clock: systemClock, chainObservers: observers };
  services = {
    ...charms,
    rails: { charms: createCharmsRail(charms) },
    planMinting: createPlanMinting(charms),
    currencies: createCurrencies(),
  };
  follower = followChain({
    rpc,
    database,
    clock: systemClock,
    logger: silentLogger,
    observers,
    confirmations: 1,
    network: 'regtest',
  });
  owner = await fixture.somebody();
  const now = systemClock.now();
  merchant = await createTestMerchant(database.client, owner.scope, { now });
  const fields = { name: 'Reader', priceSats: 25_000n, interval: MONTHLY };
  planId = (await createPlan(services, owner.scope, merchant, fields)).planId;
});
afterAll(() => fixture.stop());

/** Mines what waits, and answers with the time of the block: another block than any before, whatever the second. */
async function mine(): Promise<Date> {
  const [hash] = await fixture.chain.rpc<string[]>('generatetoaddress', [1, randomAddress()]);
  await follower.run();
  const { time } = await fixture.chain.rpc<{ time: number }>('getblock', [hash]);
  return new Date(time * 1_000);
}

async function pay(person: Somebody, transactionId: string): Promise<void> {
  await fixture.prove(transactionId, services);
  await fixture.submit(person, transactionId, services);
}

const show = (person: Somebody, id: string) => showSubscription(fixture.database.client, person.scope, id);

async function planStatus() {
  return (await findPlan(fixture.database.client, merchant, planId))?.status;
}

test('a plan is on sale once its mint is in a block, and a draft again while that block is gone', async () => {
  const { transactionId } = await mintPlan(services, owner.scope, merchant, planId);
  await pay(owner, transactionId);
  expect(await planStatus()).toBe('draft');
  await mine();
  expect(await planStatus()).toBe('active');

  await fixture.chain.invalidate(await fixture.chain.rpc<string>('getbestblockhash'));
  await follower.run();
  expect(await planStatus()).toBe('draft');
  expect(await mintPlan(services, owner.scope, merchant, planId)).toEqual({ planId, transactionId });
  await mine();
  expect(await planStatus()).toBe('active');
});

test('two subscribe at the same moment and are both active by the same block, paid through to the second', async () => {
  const people = [await fixture.somebody([90_000n, 90_000n]), await fixture.somebody()];
  const purchases = await Promise.all(people.map(({ scope }) => subscribe(services, scope, planId)));
  for (const [i, person] of people.entries()) await pay(person, purchases[i]?.transactionId ?? '');
  const blockTime = await mine();
  const paidThrough = addIntervals(blockTime, MONTHLY, 1);
  for (const [i, person] of people.entries()) {
    expect(await show(person, purchases[i]?.subscriptionId ?? '')).toMatchObject({
      status: 'active',
      anchorAt: blockTime,
      paidThrough,
    });
  }

  const [person] = people;
  const [first] = purchases;
  if (!person || !first) throw new Error('nobody subscribed');
  const renewal = await renewSubscription(services, person.scope, first.subscriptionId, 1);
  await pay(person, renewal.transactionId);
  await mine();
  expect(await show(person, first.subscriptionId)).toMatchObject({
    anchorAt: blockTime,
    paidPeriods: 2,
    paidThrough: addIntervals(blockTime, MONTHLY, 2),
  });
  // The block of the renewal leaves the chain: its period goes, and comes back with the next block.
  await fixture.chain.invalidate(await fixture.chain.rpc<string>('getbestblockhash'));
  await follower.run();
  expect(await show(person, first.subscriptionId)).toMatchObject({ paidPeriods: 1, paidThrough });
  const key = { merchantId: merchant.merchantId, subscriptionId: first.subscriptionId };
  expect(await readPaymentsOf(fixture.database.client, [key])).toMatchObject([
    { status: 'confirming', transactionId: renewal.transactionId },
    { status: 'settled' },
  ]);
  await mine();
  expect(await show(person, first.subscriptionId)).toMatchObject({ paidPeriods: 2 });
});
