import type { StackParts } from '../stack/stack-parts.ts';
import { type Actor, introduce, type Narrate } from './actor.ts';
import { createMerchant, createPlan, mintPlan } from './merchant.ts';
import { type OnChain, readOnChain } from './on-chain.ts';
import { pay, renew, subscribe, waitForPeriods } from './subscriber.ts';
import { createDevWallet } from './wallet.ts';

const PRICE_SATS = 25_000n;
const COINS = [200_000n, 200_000n, 200_000n];

/** Says what is not as it has to be. */
class StoryError extends Error {}

function check(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new StoryError(`${what}: expected ${expected}, found ${actual}`);
}

/** The instant so many months later on the calendar in UTC; a day that the month lacks is its last. */
function monthsAfter(instant: Date, months: number): string {
  const month = instant.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(instant.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const later = new Date(instant);
  later.setUTCMonth(month, Math.min(instant.getUTCDate(), lastDay));
  return later.toISOString();
}

/**
 * Plays the product's main story through its API, and checks every amount against the node. Throws with what
 * is wrong.
 */
export async function playStory(stack: StackParts, narrate: Narrate): Promise<void> {
  const mine = () => stack.mine(1);

  narrate('1. A merchant signs in with a Bitcoin wallet');
  const merchant = await introduce(stack, 'Mara', createDevWallet(), COINS);
  narrate(`  ${merchant.name} is ${merchant.wallet.address}`);

  narrate(`2. ${merchant.name} creates a plan and mints it`);
  const merchantId = await createMerchant(merchant, 'Mara’s Coffee');
  const planId = await createPlan(merchant, merchantId, {
    name: 'A bag of beans',
    priceSats: PRICE_SATS,
    interval: { unit: 'MONTH', count: 1 },
  });
  const minted = await mintPlan(merchant, planId, mine, narrate);
  narrate(`  the plan is on sale; its NFT is ${minted.txid}:0`);
  describe(await readOnChain(stack, minted.txid), narrate);

  narrate('3. A subscriber pays the merchant and receives the token in one transaction');
  const subscriber = await introduce(stack, 'Sol', createDevWallet('p2tr'), COINS);
  const purchase = await subscribe(subscriber, planId);
  const paid = await pay(subscriber, purchase, narrate);
  await mine();
  const first = await waitForPeriods(subscriber, purchase.subscription.id, 1);
  const firstOnChain = await readOnChain(stack, paid.txid);
  describe(firstOnChain, narrate);
  checkPayment(firstOnChain, merchant);
  check('paid through', first.paidThrough, monthsAfter(firstOnChain.blockTime, 1));
  narrate(`  active and paid through ${first.paidThrough}, one month after the block`);

  narrate(`4. ${subscriber.name} renews`);
  const renewed = await pay(subscriber, await renew(subscriber, first.id), narrate);
  await mine();
  const second = await waitForPeriods(subscriber, first.id, 2);
  checkPayment(await readOnChain(stack, renewed.txid), merchant);
  check('paid through after the renewal', second.paidThrough, monthsAfter(firstOnChain.blockTime, 2));
  narrate(`  paid through ${second.paidThrough}, exactly one period more`);

  narrate('5. Two subscribe at the same moment, with nobody waiting for the other');
  const pair = [
    await introduce(stack, 'Ada', createDevWallet(), COINS),
    await introduce(stack, 'Bo', createDevWallet('p2tr'), COINS),
  ];
  const bought = await Promise.all(
    pair.map(async (actor) => {
      const wanted = await subscribe(actor, planId);
      return { actor, wanted, sent: await pay(actor, wanted, narrate) };
    }),
  );
  await mine();
  const blocks = new Set<string>();
  for (const { actor, wanted, sent } of bought) {
    await waitForPeriods(actor, wanted.subscription.id, 1);
    const onChain = await readOnChain(stack, sent.txid);
    checkPayment(onChain, merchant);
    blocks.add(onChain.blockHash);
  }
  check('blocks that hold the two', blocks.size, 1);
  narrate(`  both active, both in block ${[...blocks][0]}`);

  narrate(`6. ${merchant.name} asks who may come in`);
  for (const actor of [subscriber, ...pair]) await checkEntitled(merchant, merchantId, actor, narrate);
}

function describe({ txid, version, charms }: OnChain, narrate: Narrate): void {
  narrate(`  ${txid} is in a block; its spell (version ${version}) verifies:`);
  charms.forEach((list, vout) => {
    for (const charm of list) narrate(`    output ${vout}: ${charm}`);
  });
}

function checkPayment(onChain: OnChain, merchant: Actor): void {
  check(
    `satoshi paid to the merchant by ${onChain.txid}`,
    onChain.paidTo(merchant.wallet.address),
    PRICE_SATS,
  );
}

async function checkEntitled(
  merchant: Actor,
  merchantId: string,
  actor: Actor,
  narrate: Narrate,
): Promise<void> {
  const entitlement = await merchant.api.request<{ active: boolean; paidThrough: string }>(
    `query ($merchantId: ID!, $address: String!) {
      entitlement(merchantId: $merchantId, address: $address) { active paidThrough }
    }`,
    { merchantId, address: actor.wallet.address },
  );
  check(`entitlement of ${actor.name}`, entitlement.active, true);
  narrate(`  ${actor.name}: yes, until ${entitlement.paidThrough}`);
}
