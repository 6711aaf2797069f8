import type { DemoData, DemoDataContext } from '../stack/demo-data.ts';
import { type Actor, introduce } from './actor.ts';
import { demoWallet } from './demo-wallet.ts';
import { createMerchant, createPlan, mintPlan } from './merchant.ts';
import { announceSavings, introduceOperator, stockTreasury } from './operator.ts';
import { pay, subscribe, waitForPeriods } from './subscriber.ts';

const COINS = Array.from({ length: 5 }, () => 1_000_000n);

interface Membership {
  readonly id: string;
}

async function plansOf(owner: Actor): Promise<readonly { readonly status: string; readonly name: string }[]> {
  const { merchants } = await owner.api.request<{ merchants: readonly Membership[] }>(
    '{ me { merchants { id } } }',
  );
  const [merchant] = merchants;
  if (!merchant) return [];
  const plans = await owner.api.request<{ edges: readonly { node: { status: string; name: string } }[] }>(
    'query ($merchantId: ID!) { plans(merchantId: $merchantId, first: 20) { edges { node { status name } } } }',
    { merchantId: merchant.id },
  );
  return plans.edges.map(({ node }) => node);
}

/**
 * An operator with stock to swap from and interest to come, a merchant with a plan on sale and a subscriber, unless they
 * are there already.
 */
export const loadDemoData: DemoData = async (stack: DemoDataContext) => {
  const quietly = () => undefined;
  const operator = await introduceOperator(stack);
  await stockTreasury(operator);
  await announceSavings(operator);
  const owner = await introduce(stack, 'Mara', demoWallet('merchant'), []);
  const known = (await plansOf(owner)).find(({ status }) => status === 'ACTIVE');
  if (known) return `“${known.name}” is on sale, as before`;

  stack.note('a merchant and a plan');
  for (const amount of COINS) await stack.fundAddress(owner.wallet.address, amount);
  const merchantId = await createMerchant(owner, 'Mara’s Coffee');
  const planId = await createPlan(owner, merchantId, {
    name: 'A bag of beans',
    priceSats: 25_000n,
    interval: { unit: 'MONTH', count: 1 },
  });
  await mintPlan(owner, planId, () => stack.mine(1), quietly);

  stack.note('a subscriber');
  const subscriber = await introduce(stack, 'Sol', demoWallet('subscriber'), COINS);
  const purchase = await subscribe(subscriber, planId);
  await pay(subscriber, purchase, quietly);
  await stack.mine(1);
  await waitForPeriods(subscriber, purchase.subscription.id, 1);
  return `“A bag of beans” is on sale (${planId}) and has a subscriber`;
};
