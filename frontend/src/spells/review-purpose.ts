import { formatOutPoint, identityOf, TAG } from '@charmbills/charms';
import { addressToScript } from '../wallets/bitcoin/address.ts';
import { sameBytes } from '../wallets/bitcoin/bytes.ts';
import type { WalletNetwork } from '../wallets/index.ts';
import { charmsInView, type PlacedCharm } from './charms-in-view.ts';
import { nftPlace, planState, reviewedPlan } from './plan-in-view.ts';
import type { SigningView } from './signing-view.ts';
import type { PlanOrder, SubscriptionOrder } from './spell-order.ts';
import type { Discrepancy, DiscrepancyCode, ReviewedPlan } from './spell-review.ts';

/** What is left of a purpose once it has been compared with the transaction. */
export interface PurposeReview {
  /** Place of the output that pays the merchant; undefined for a plan, or when there is none. */
  readonly payment: number | undefined;
  /** Places of outputs that carry a token or plan that was ordered. */
  readonly token: number | undefined;
  readonly planOutput: number | undefined;
  readonly periods: bigint | undefined;
  readonly plan: ReviewedPlan | undefined;
  /** Place of the input with the NFT of a limited plan. */
  readonly nftInput: number | undefined;
  /** Whose coins pay: all but the NFT are the signer's, or none that is still to be signed. */
  readonly payer: 'signer' | 'other';
  readonly discrepancies: readonly Discrepancy[];
}

/** Compares a purchase: pays the merchant exactly, gives the signer its periods of this plan, and no more. */
export function reviewSubscription(
  view: SigningView,
  order: SubscriptionOrder,
  network: WalletNetwork,
): PurposeReview {
  const found: Discrepancy[] = [];
  const say = (code: DiscrepancyCode, detail: string) => found.push({ code, detail });
  const { tx, isOwn } = view;
  const charms = charmsInView(view);
  const merchantScript = addressToScript(order.merchantAddress, network);
  const isMerchant = (script: Uint8Array) =>
    merchantScript !== undefined && sameBytes(script, merchantScript);

  const isToken = ({ appText }: PlacedCharm) => appText === order.subscriptionApp;
  const isPlan = ({ appText }: PlacedCharm) => order.limited && appText === order.planApp;
  const tokens = charms.filter(isToken);
  const token = tokens[0];
  if (tokens.length !== 1 || token === undefined) say('TOKEN', `${tokens.length} outputs carry the token`);
  else if (token.data !== order.periods)
    say('TOKEN', `it carries ${String(token.data)} periods, not ${order.periods}`);
  else if (!isOwn(tx.outputs[token.output]?.script ?? new Uint8Array()))
    say('TOKEN', 'the token goes to somebody else');
  const others = charms.filter((charm) => !isToken(charm) && !isPlan(charm));
  if (others.length > 0) say('OTHER_CHARMS', others.map(({ appText }) => appText).join(', '));

  const plans = charms.filter(isPlan);
  const planOutput = plans[0];
  const payment = tx.outputs.findIndex(
    ({ script, amountSats }, index) =>
      isMerchant(script) && amountSats === order.paySats && charms.every(({ output }) => output !== index),
  );
  // Whoever buys of themselves has change and token at the same address.
  const paidMore = tx.outputs.some(
    ({ script }, index) =>
      isMerchant(script) && !isOwn(script) && index !== payment && index !== planOutput?.output,
  );
  if (payment === -1) say('PAYMENT', `no output pays ${order.paySats} sats to ${order.merchantAddress}`);
  else if (paidMore) say('PAYMENT', 'the merchant is paid more than once');

  // The token of a plan is of the same identity and the same contract as the plan.
  if (order.subscriptionApp.slice(1) !== order.planApp.slice(1)) say('PLAN', 'the token is not of this plan');
  const state = planOutput && planState(planOutput.data);
  const nftInput = order.limited ? nftPlace(view, order.nft) : undefined;
  if (!order.limited) {
    const refs = (view.found.spell.tx.refs ?? []).map(formatOutPoint);
    if (!refs.includes(order.nft)) say('PLAN', `the spell does not refer to the plan at ${order.nft}`);
  } else {
    const spent = nftInput === undefined ? undefined : view.inputs[nftInput];
    const kept = planOutput && tx.outputs[planOutput.output];
    if (spent === undefined) say('PLAN', `the plan at ${order.nft} is not among what it spends`);
    else if (plans.length !== 1 || kept === undefined || state === undefined)
      say('PLAN', 'the plan is not made anew');
    else if (!sameBytes(kept.script, spent.script) || kept.amountSats !== spent.amountSats)
      say('PLAN', 'the plan goes to somebody else');
    else if (!isMerchant(state.merchantScript)) say('PLAN', 'the plan would pay somebody else');
  }
  return {
    payment: payment === -1 ? undefined : payment,
    token: token?.output,
    planOutput: planOutput?.output,
    periods: typeof token?.data === 'bigint' ? token.data : undefined,
    plan: state && reviewedPlan(state),
    nftInput,
    payer: 'signer',
    discrepancies: found,
  };
}

/** Compares a mint: the signer receives this plan under the product's own contract, and nothing else is made. */
export function reviewPlan(view: SigningView, order: PlanOrder, network: WalletNetwork): PurposeReview {
  const found: Discrepancy[] = [];
  const say = (code: DiscrepancyCode, detail: string) => found.push({ code, detail });
  const charms = charmsInView(view);
  const [genesis] = view.found.spell.tx.ins ?? [];
  const identity = genesis && identityOf(genesis);
  const isPlan = ({ app }: PlacedCharm) => app.tag === TAG.nft && app.identity === identity;
  const plans = charms.filter(isPlan);
  const [planOutput] = plans;
  const others = charms.filter((charm) => !isPlan(charm));
  if (others.length > 0) say('OTHER_CHARMS', others.map(({ appText }) => appText).join(', '));
  const output = planOutput && view.tx.outputs[planOutput.output];
  if (plans.length !== 1 || output === undefined) say('TOKEN', `${plans.length} outputs carry the plan`);
  else if (!view.isOwn(output.script)) say('TOKEN', 'the plan goes to somebody else');

  if (planOutput && planOutput.app.vk !== order.contractVk)
    say('PLAN', `its contract is ${planOutput.app.vk}`);
  const state = planOutput && planState(planOutput.data);
  if (planOutput && state === undefined) say('PLAN', 'what it carries is no plan');
  if (state) {
    const payout = addressToScript(order.payoutAddress, network);
    if (state.name !== order.name) say('PLAN', `it is named ${state.name}`);
    if (state.priceSats !== order.priceSats) say('PLAN', `it costs ${state.priceSats} sats`);
    if (state.limit !== order.supplyLimit) say('PLAN', `its limit is ${state.limit ?? 'none'}`);
    if (payout === undefined || !sameBytes(state.merchantScript, payout))
      say('PLAN', `it does not pay ${order.payoutAddress}`);
  }
  return {
    payment: undefined,
    token: undefined,
    planOutput: planOutput?.output,
    periods: undefined,
    plan: state && reviewedPlan(state),
    nftInput: undefined,
    payer: 'signer',
    discrepancies: found,
  };
}
