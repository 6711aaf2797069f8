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
    // Tokens are minted against satoshi, by whoever signs.
    currencyFor: ({ payer, mint }) => (payer !== null && mint !== null ? 'BTC' : undefined),
    termsFor: async (_, { minted }) =>
      minted ? { currency: 'BTC', needsPayer: true } : { obstacle: 'not_minted' },
    async begin(tx, { merchantId, invoiceId, payer, amount, mint }) {
      if (payer === null || mint === null) throw new Error('a mint needs its signer and what is minted');
      const { planId, subscriptionId, periods, priceSats, payoutAddress, onChain, limited } = mint;
      // The contract takes no less than the price; what an invoice is paid beyond what is due becomes credit.
      const floorSats = priceSats * BigInt(periods);
      const paySats = amount > floorSats ? amount : floorSats;
      const { transactionId } = await requestSpell(tx, services, {
        merchantId,
        person: payer,
        amountSats: paySats,
        request: {
          kind: 'subscription_mint',
          planId,
          subscriptionId,
          invoiceId,
          app: onChain.app,
          planNft: onChain.nft,
          units: periods,
          priceSats,
          paySats,
          limited,
          merchantScript: addressToScript(payoutAddress, services.config.BITCOIN_NETWORK),
        },
      });
      return { reference: transactionId, transactionId, instructions: {} };
    },
    stageOf,
    cancel: (payer, transactionId) => cancelSpell(services, payer, transactionId),
  };
}
