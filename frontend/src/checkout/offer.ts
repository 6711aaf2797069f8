import type { PlanOnOffer } from './plan-summary.tsx';

export type PriceOnOffer = PlanOnOffer['prices'][number];

/** What is due at once for a subscription at a price, in its smallest unit: nothing while a trial runs. */
export function dueToday({
  trialDays,
  amount,
  setupFee,
}: Pick<PriceOnOffer, 'trialDays' | 'amount' | 'setupFee'>): bigint {
  return trialDays > 0 ? 0n : BigInt(amount) + BigInt(setupFee);
}

/**
 * Whether it is bought by one transaction that pays and brings the token, without an invoice to look at first: where the
 * contract knows the price, and nothing comes before or beside it.
 */
export function isBoughtByTransaction({ onChain, currency, trialDays, setupFee }: PriceOnOffer): boolean {
  return onChain && currency === 'BTC' && trialDays === 0 && BigInt(setupFee) === 0n;
}

/** Whether an invoice for it could be paid without its token's transaction. */
export function hasOtherWay({ rails }: Pick<PriceOnOffer, 'rails'>): boolean {
  return rails.some(({ rail, obstacle }) => rail !== 'CHARMS' && obstacle === null);
}
