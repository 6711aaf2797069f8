import { buildSpell, encodePlanState, planApp } from '@charmbills/charms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BillingServices } from '../../billing/index.ts';
import { nominalSeconds } from '../../billing/periods/index.ts';
import { createPlan } from '../../billing/plans/create-plan.ts';
import { mintPlan } from '../../billing/plans/mint-plan.ts';
import { findPlan } from '../../billing/plans/plan.repository.ts';
import { showSubscription } from '../../billing/subscriptions/show-subscription.ts';
import { subscribe } from '../../billing/subscriptions/subscribe.ts';
import { MONTHLY, randomAddress } from '../../billing/testing.ts';
import { addressToScript, type ChainFollower, followChain } from '../../bitcoin/index.ts';
import { submitCosignedTransaction } from '../../charms/cosign.ts';
import { charmsObserver, type SpellServices } from '../../charms/index.ts';
import { CharmsFixture, type Somebody } from '../../charms/testing/charms-fixture.ts';
import { castElsewhere, unspentOf } from '../../charms/testing/elsewhere.ts';
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
  const options = { rpc, database, observers, clock: systemClock, logger: silentLogger };
  follower = followChain({ ...options, confirmations: 2, network: 'regtest' });
  owner = await fixture.somebody([200_000n, 200_000n]);
  merchant = await createTestMerchant(database.client, owner.scope, { now: systemClock.now() });
});
afterAll(() => fixture.stop());

/** Mines what waits: another block than any before, whatever the second. */
async function mine(blocks = 1): Promise<void> {
  for (let mined = 0; mined < blocks; mined++) {
    await fixture.chain.rpc('generatetoaddress', [1, randomAddress()]);
    await follower.run();
  }
}

async function pay(person: Somebody, transactionId: string): Promise<void> {
  await fixture.prove(transactionId, services);
  await fixture.submit(person, transactionId, services);
}

async function cosign(transactionId: string): Promise<void> {
  const { psbt } = await fixture.job(transactionId);
  await submitCosignedTransaction(services, merchant, transactionId, owner.signer.sign(psbt ?? ''));
}

const show = (person: Somebody, id: string) => showSubscription(fixture.database.client, person.scope, id);
const plan = async (id: string) => await findPlan(fixture.database.client, merchant, id);

async function limitedPlan(supplyLimit: bigint): Promise<string> {
  const fields = { name: 'Few', priceSats: 25_000n, interval: MONTHLY, supplyLimit };
  const { planId } = await createPlan(services, owner.scope, merchant, {
    ...fields,
    payoutAddress: randomAddress(),
  });
  const { transactionId } = await mintPlan(services, owner.scope, merchant, planId);
  await pay(owner, transactionId);
  await mine(2);
  return planId;
}

test('a limited plan sells what it has, moves with every sale, and then sells nothing', async () => {
  const planId = await limitedPlan(2n);
  const minted = await plan(planId);
  expect(minted).toMatchObject({ status: 'active', supplyLimit: 2n });
  const people = [await fixture.somebody(), await fixture.somebody()] as const;
  const [first, second] = people;
  const one = await subscribe(services, first.scope, planId);
  await pay(first, one.transactionId);
  expect(await show(first, one.subscriptionId)).toMatchObject({ status: 'incomplete' });
  await cosign(one.transactionId);
  await mine();
  expect(await plan(planId)).toMatchObject({ supplyLimit: 1n, onChain: { nft: { vout: 2 } } });
  await mine();
  expect(await show(first, one.subscriptionId)).toMatchObject({ status: 'active', paidPeriods: 1 });

  const two = await subscribe(services, second.scope, planId);
  await pay(second, two.transactionId);
  await cosign(two.transactionId);
  await mine(2);
  expect(await show(second, two.subscriptionId)).toMatchObject({ status: 'active' });
  expect(await plan(planId)).toMatchObject({ supplyLimit: 0n });
  const late = await fixture.somebody();
  await expect(subscribe(services, late.scope, planId)).rejects.toMatchObject({
    code: 'PLAN_LIMITED',
    left: 0n,
  });
});

test('when the block of a sale leaves the chain, the plan is where it was, and sells again', async () => {
  const planId = await limitedPlan(2n);
  const before = await plan(planId);
  const subscriber = await fixture.somebody();
  const { subscriptionId, transactionId } = await subscribe(services, subscriber.scope, planId);
  await pay(subscriber, transactionId);
  await cosign(transactionId);
  await mine(2);
  expect(await plan(planId)).toMatchObject({ supplyLimit: 1n });
  for (let gone = 0; gone < 2; gone++) {
    await fixture.chain.invalidate(await fixture.chain.rpc<string>('getbestblockhash'));
    await follower.run();
  }
  expect(await plan(planId)).toMatchObject({ supplyLimit: 2n, onChain: before?.onChain });
  expect(await show(subscriber, subscriptionId)).toMatchObject({ status: 'incomplete' });
  await mine(2);
  expect(await plan(planId)).toMatchObject({ supplyLimit: 1n });
  expect(await show(subscriber, subscriptionId)).toMatchObject({ status: 'active' });
});

test('a plan follows its NFT when its merchant moves it with another wallet, and sells from there', async () => {
  const planId = await limitedPlan(2n);
  const before = await plan(planId);
  if (!before?.onChain) throw new Error('the plan is not minted');
  const { app, nft } = before.onChain;
  const [coin] = await unspentOf(fixture, owner);
  const state = encodePlanState({
    name: 'Few',
    priceSats: 25_000n,
    periodSeconds: nominalSeconds(MONTHLY),
    merchantScript: addressToScript(before.payoutAddress, 'regtest'),
    limit: 2n,
  });
  const coinOut = { amountSats: 1_000n, dest: owner.signer.script };
  const spell = buildSpell({
    ins: [nft, coin?.outPoint ?? nft],
    outs: [{ coin: coinOut, charms: [[planApp(app.identity, app.vk), state]] }],
    mock: true,
  });
  const txid = await castElsewhere(fixture, owner, undefined, spell);
  await mine();
  expect(await plan(planId)).toMatchObject({ supplyLimit: 2n, onChain: { nft: { txid, vout: 0 } } });

  const subscriber = await fixture.somebody();
  const { subscriptionId, transactionId } = await subscribe(services, subscriber.scope, planId);
  await pay(subscriber, transactionId);
  await cosign(transactionId);
  await mine(2);
  expect(await show(subscriber, subscriptionId)).toMatchObject({ status: 'active' });
  expect(await plan(planId)).toMatchObject({ supplyLimit: 1n });
});
