import type { SpellOrder } from '../spells/verify-spell.ts';
import type { WalletNetwork } from '../wallets/index.ts';
import type { SaleToSignFragment } from './cosign.generated.ts';

/** What a sale is to be, from what its merchant is told; undefined where that is not all there. */
export function saleOrder(
  sale: SaleToSignFragment,
  signerAddress: string,
  network: WalletNetwork,
): SpellOrder | undefined {
  const { cosignPsbt, periods, planNft, plan, amountSats } = sale;
  if (!cosignPsbt || !periods || !planNft || !plan?.onChain || !plan.supplyLimit) return undefined;
  const { planApp, subscriptionApp } = plan.onChain;
  return {
    psbt: cosignPsbt,
    network,
    signerAddress,
    purpose: {
      kind: 'sale',
      planApp,
      subscriptionApp,
      nft: planNft,
      name: plan.name,
      priceSats: BigInt(plan.price.floorSats ?? plan.price.amount),
      payoutAddress: plan.payoutAddress,
      paySats: BigInt(amountSats),
      periods: BigInt(periods),
      supplyLeft: BigInt(plan.supplyLimit),
    },
  };
}
