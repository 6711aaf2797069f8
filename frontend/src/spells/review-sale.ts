import { addressToScript } from '../wallets/bitcoin/address.ts';
import { sameBytes } from '../wallets/bitcoin/bytes.ts';
import type { WalletNetwork } from '../wallets/index.ts';
import { charmsInView, type PlacedCharm } from './charms-in-view.ts';
import { nftPlace, planState, reviewedPlan } from './plan-in-view.ts';
import type { PurposeReview } from './review-purpose.ts';
import type { SigningView } from './signing-view.ts';
import type { SaleOrder } from './spell-order.ts';
import type { Discrepancy, DiscrepancyCode } from './spell-review.ts';

/**
 * Compares a sale, for the holder of the plan's NFT: it comes back to where it was, the same but for the periods that are
 * sold; the payout address is paid, the price at least; nothing else is made with the plan's contract.
 */
export function reviewSale(view: SigningView, order: SaleOrder, network: WalletNetwork): PurposeReview {
  const found: Discrepancy[] = [];
  const say = (code: DiscrepancyCode, detail: string) => found.push({ code, detail });
  const { tx, isOwn } = view;
  const charms = charmsInView(view);
  const payoutScript = addressToScript(order.payoutAddress, network);
  const isPayout = (script: Uint8Array) => payoutScript !== undefined && sameBytes(script, payoutScript);

  const isToken = ({ appText }: PlacedCharm) => appText === order.subscriptionApp;
  const isPlan = ({ appText }: PlacedCharm) => appText === order.planApp;
  const tokens = charms.filter(isToken);
  const [token] = tokens;
  if (order.periods < 1n) say('TOKEN', 'nothing is sold');
  if (tokens.length !== 1) say('TOKEN', `${tokens.length} outputs carry the token`);
  else if (token?.data !== order.periods)
    say('TOKEN', `it carries ${String(token?.data)} periods, not ${order.periods}`);
  const others = charms.filter((charm) => !isToken(charm) && !isPlan(charm));
  if (others.length > 0) say('OTHER_CHARMS', others.map(({ appText }) => appText).join(', '));
  // The token of a plan is of the same identity and the same contract as the plan.
  if (order.subscriptionApp.slice(1) !== order.planApp.slice(1)) say('PLAN', 'the token is not of this plan');

  const payment = tx.outputs.findIndex(
    ({ script, amountSats }, index) =>
      isPayout(script) && amountSats === order.paySats && charms.every(({ output }) => output !== index),
  );
  if (payment === -1) say('PAYMENT', `no output pays ${order.paySats} sats to ${order.payoutAddress}`);
  if (order.paySats < order.priceSats * order.periods)
    say('PAYMENT', `${order.paySats} sats are less than the price`);

  const plans = charms.filter(isPlan);
  const [plan] = plans;
  const nftInput = nftPlace(view, order.nft);
  const spent = nftInput === undefined ? undefined : view.inputs[nftInput];
  const kept = plan && tx.outputs[plan.output];
  const state = plan && planState(plan.data);
  if (spent === undefined) say('PLAN', `the plan at ${order.nft} is not among what it spends`);
  else if (!isOwn(spent.script)) say('INPUT', 'the plan is not held by this address');
  else if (plans.length !== 1 || kept === undefined || state === undefined)
    say('PLAN', 'the plan does not come back');
  else if (!isOwn(kept.script)) say('PLAN', 'the plan goes to somebody else');
  else if (kept.amountSats < spent.amountSats) say('PLAN', 'sats are taken from the plan');
  if (state) {
    if (state.name !== order.name) say('PLAN', `it would be named ${state.name}`);
    if (state.priceSats !== order.priceSats) say('PLAN', `it would cost ${state.priceSats} sats`);
    if (!isPayout(state.merchantScript)) say('PLAN', 'it would pay somebody else');
    const left = order.supplyLeft - order.periods;
    if (state.limit !== left)
      say('PLAN', `it would have ${state.limit ?? 'any number of'} periods left, not ${left}`);
  }
  return {
    payment: payment === -1 ? undefined : payment,
    token: token?.output,
    planOutput: plan?.output,
    periods: typeof token?.data === 'bigint' ? token.data : undefined,
    plan: state && reviewedPlan(state),
    nftInput,
    payer: 'other',
    discrepancies: found,
  };
}
