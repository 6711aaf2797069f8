import type { PaymentRail } from '../../billing/index.ts';
import { addressToScript } from '../../bitcoin/index.ts';
import { cancelSpell, requestSpell, type SpellServices } from '../../charms/index.ts';
import { stageOf } from './transaction-stage.ts';

/**
 * Pays for periods by minting them: one transaction of the subscriber pays the merchant and puts the
 * periods' tokens on the subscriber's own output.
 */
export function createCharmsRail(services: SpellServices): PaymentRail {
  return {
    async begin(
      tx,
      { merchantId, planId, subscriptionId, payer, periods, priceSats, payoutAddress, onChain },
    ) {
      return requestSpell(tx, services, {
        merchantId,
        person: payer,
        amountSats: priceSats * BigInt(periods),
        request: {
          kind: 'subscription_mint',
          planId,
          subscriptionId,
          app: onChain.app,
          planNft: onChain.nft,
          units: periods,
          priceSats,
          merchantScript: addressToScript(payoutAddress, services.config.BITCOIN_NETWORK),
        },
      });
    },
    stageOf,
    cancel: (payer, transactionId) => cancelSpell(services, payer, transactionId),
  };
}
