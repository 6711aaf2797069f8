import type { Settings } from '../settings/settings.ts';
import type { SpellOrder } from '../spells/verify-spell.ts';
import type { SignableTransactionFragment } from './transaction.generated.ts';

/** What the transaction is to be, from what the person was shown; undefined while there is nothing to sign. */
export function spellOrder(
  transaction: SignableTransactionFragment,
  signerAddress: string,
  { network, contractVk }: Pick<Settings, 'network' | 'contractVk'>,
): SpellOrder | undefined {
  const { psbt, plan, feeSats, proverFeeSats, planNft, periods } = transaction;
  if (!psbt || !plan) return undefined;
  const shared = {
    psbt,
    network,
    signerAddress,
    feeSats: toBigInt(feeSats),
    proverFeeSats: toBigInt(proverFeeSats),
  };
  if (transaction.kind === 'PLAN_MINT') {
    const { floorSats, amount } = plan.price;
    const supplyLimit = toBigInt(plan.supplyLimit) ?? null;
    const { name, payoutAddress } = plan;
    const purpose = {
      kind: 'plan' as const,
      name,
      priceSats: BigInt(floorSats ?? amount),
      payoutAddress,
      contractVk,
      supplyLimit,
    };
    return { ...shared, purpose };
  }
  if (!plan.onChain || !planNft || !periods) return undefined;
  const { planApp, subscriptionApp } = plan.onChain;
  return {
    ...shared,
    purpose: {
      kind: 'subscription',
      planApp,
      subscriptionApp,
      nft: planNft,
      merchantAddress: plan.payoutAddress,
      paySats: BigInt(transaction.amountSats),
      periods: BigInt(periods),
      limited: plan.supplyLimit !== null && plan.supplyLimit !== undefined,
    },
  };
}

function toBigInt(text: string | null | undefined): bigint | undefined {
  return text === null || text === undefined ? undefined : BigInt(text);
}
