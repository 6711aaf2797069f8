import { decodeData, decodePlanState, parseTransaction } from '@charmbills/charms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BillingServices } from '../../billing/index.ts';
import { findInvoice } from '../../billing/invoices/invoice.repository.ts';
import { valuePayments } from '../../billing/payments/value-payments.ts';
import { createPlan } from '../../billing/plans/create-plan.ts';
import { mintPlan } from '../../billing/plans/mint-plan.ts';
import { findPlan } from '../../billing/plans/plan.repository.ts';
import { quoteInvoice } from '../../billing/quotes/quote-invoice.ts';
import { showSubscription } from '../../billing/subscriptions/show-subscription.ts';
import { startSubscription } from '../../billing/subscriptions/start-subscription.ts';
import { MONTHLY, randomAddress } from '../../billing/testing.ts';
import {
  addressToScript,
  type ChainFollower,
  decimalFromSats,
  followChain,
  scriptToAddress,
} from '../../bitcoin/index.ts';
import { charmsObserver, type SpellServices } from '../../charms/index.ts';
import { composeSpell } from '../../charms/spell/compose-spell.ts';
import type { SubscriptionMint } from '../../charms/spell/spell-request.ts';
import { CharmsFixture, type Somebody } from '../../charms/testing/charms-fixture.ts';
import { castElsewhere, unspentOf } from '../../charms/testing/elsewhere.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { createTestMerchant } from '../../identity/testing.ts';
import { createCurrencies } from '../../ledger/index.ts';
import { systemClock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import { createTestRates } from '../../rates/testing.ts';
import { bitcoinRailObserver, createBitcoinRail, setReceivingKey } from '../bitcoin/index.ts';
import { FIRST_ADDRESS, TEST_KEY } from '../bitcoin/testing.ts';
import { charmsRailObserver, createCharmsRail, createPlanMinting, creditForeignMints } from './index.ts';

type Services = SpellServices & Pick<BillingServices, 'rails' | 'planMinting' | 'currencies' | 'rates'>;

const FLOOR_SATS = 5_000n;
let fixture: CharmsFixture;
let services: Services;
let follower: ChainFollower;
let merchant: MerchantScope;
let planId: string;
let priceId: string;
const payoutAddress = randomAddress();
beforeAll(async () => {
  fixture = await CharmsFixture.start();
  const { config, database, rpc } = fixture;
  const foreignMints = creditForeignMints('regtest');
  const observers = [
    charmsObserver({ config, logger: silentLogger, foreignMints }),
    charmsRailObserver,
    bitcoinRailObserver(config),
  ];
  // Blocks carry the time of the machine.
  const charms = { ...fixture.services, clock: systemClock, chainObservers: observers };
  services = {
    ...charms,
    rails: { charms: createCharmsRail(charms), bitcoin: createBitcoinRail(charms) },
    planMinting: createPlanMinting(charms),
    currencies: createCurrencies(),
    rates: createTestRates(systemClock),
  };
  const options = { rpc, database, observers, clock: systemClock, logger: silentLogger };
  follower = followChain({ ...options, confirmations: 1, network: 'regtest' });
  const owner = await fixture.somebody([200_000n]);
  merchant = await createTestMerchant(database.client, owner.scope, { now: systemClock.now() });
  await setReceivingKey(services, merchant, { key: TEST_KEY, firstAddress: FIRST_ADDRESS });
  const price = { amount: 1_000n, currency: 'USD', interval: MONTHLY, onChain: true, floorSats: FLOOR_SATS };
  ({ planId } = await createPlan(services, owner.scope, merchant, {
    name: 'Dollars',
    payoutAddress,
    prices: [price],
  }));
  const { transactionId } = await mintPlan(services, owner.scope, merchant, planId);
  await pay(owner, transactionId);
  await mine();
  ({ id: priceId } = await database.client.price.findFirstOrThrow({ where: { planId } }));
});
afterAll(() => fixture.stop());

async function mine(): Promise<void> {
  await fixture.chain.rpc('generatetoaddress', [1, randomAddress()]);
  await follower.run();
}

async function pay(person: Somebody, transactionId: string): Promise<void> {
  await fixture.prove(transactionId, services);
  await fixture.submit(person, transactionId, services);
}

/** What the outputs of a transaction that was made here pay the merchant. */
async function paidOut(transactionId: string): Promise<bigint[]> {
  const { unsignedTx } = await fixture.job(transactionId);
  const { outputs } = parseTransaction(unsignedTx ?? new Uint8Array());
  return outputs
    .filter(({ script }) => scriptToAddress(script, 'regtest') === payoutAddress)
    .map(({ amountSats }) => amountSats);
}

const show = (person: Somebody, id: string) => showSubscription(fixture.database.client, person.scope, id);
const tokens = () => fixture.database.client.charmOutput.count({ where: { planId, tag: 't' } });

test('the NFT on the chain carries the floor, not the price', async () => {
  const nfts = await fixture.database.client.charmOutput.findMany({ where: { planId, tag: 'n' } });
  expect(nfts.map(({ data }) => decodePlanState(decodeData(data ?? new Uint8Array())))).toMatchObject([
    { priceSats: FLOOR_SATS, limit: null },
  ]);
});

test('the quote fixes what the transaction pays, whatever the rate is by then', async () => {
  const person = await fixture.somebody();
  const { subscriptionId, invoiceId } = await startSubscription(services, person.scope, { priceId });
  const key = { ...merchant, invoiceId: invoiceId ?? '' };
  const quote = await quoteInvoice(services, person.scope, key, 'charms');
  // Ten dollars at a hundred thousand for a bitcoin.
  expect(quote).toMatchObject({ amount: 10_000n, currency: 'BTC', invoiceAmount: 1_000n });
  await pay(person, quote.transactionId ?? '');
  expect(await paidOut(quote.transactionId ?? '')).toEqual([10_000n]);
  await mine();
  expect(await findInvoice(fixture.database.client, merchant, key.invoiceId)).toMatchObject({
    status: 'paid',
    paid: 1_000n,
    overpaid: 0n,
  });
  expect(await show(person, subscriptionId)).toMatchObject({ status: 'active', paidPeriods: 1 });
});

test('a mint at the floor pays a part; the rest is paid to an address, and there is one token', async () => {
  const { client } = fixture.database;
  const person = await fixture.somebody();
  const plan = await findPlan(client, merchant, planId);
  const [coin] = await unspentOf(fixture, person);
  if (!plan?.onChain || !coin) throw new Error('nothing to mint with');
  const request: SubscriptionMint = {
    kind: 'subscription_mint',
    planId,
    subscriptionId: newId('subscription'),
    app: plan.onChain.app,
    planNft: plan.onChain.nft,
    units: 1,
    priceSats: FLOOR_SATS,
    merchantScript: addressToScript(payoutAddress, 'regtest'),
  };
  const [ins, contractVk] = [[coin.outPoint], plan.onChain.app.vk];
  const signerScript = person.signer.script;
  const before = await tokens();
  const spell = composeSpell({ request, ins, signerScript, contractVk, mock: true });
  await castElsewhere(fixture, person, request, spell);
  await mine();
  await valuePayments(services);
  const { address } = person.scope;
  const { id: invoiceId } = await client.invoice.findFirstOrThrow({ where: { customer: { address } } });
  const invoice = () => findInvoice(client, merchant, invoiceId);
  expect(await invoice()).toMatchObject({ status: 'open', total: 1_000n, paid: 500n });
  const subscriptionId = (await invoice())?.subscriptionId ?? '';
  expect(await show(person, subscriptionId)).toMatchObject({ status: 'incomplete' });

  const key = { ...merchant, invoiceId };
  await expect(quoteInvoice(services, person.scope, key, 'charms')).rejects.toMatchObject({
    code: 'RAIL_UNAVAILABLE',
  });
  const rest = await quoteInvoice(services, null, key, 'bitcoin');
  expect(rest).toMatchObject({ amount: 5_000n, invoiceAmount: 500n });
  await fixture.chain.rpc('sendtoaddress', [rest.instructions.address, decimalFromSats(rest.amount)]);
  await mine();
  expect(await invoice()).toMatchObject({ status: 'paid', paid: 1_000n, overpaid: 0n });
  expect(await show(person, subscriptionId)).toMatchObject({ status: 'active', paidPeriods: 1 });
  expect(await tokens()).toBe(before + 1);
});
