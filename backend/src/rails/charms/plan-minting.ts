import { nominalSeconds, type PlanMinting } from '../../billing/index.ts';
import { addressToScript } from '../../bitcoin/index.ts';
import { requestSpell, type SpellServices } from '../../charms/index.ts';
import { stageOf } from './transaction-stage.ts';

/** Mints plans as NFTs whose state is what subscribers' transactions are held to. */
export function createPlanMinting(services: SpellServices): PlanMinting {
  return {
    async begin(tx, { merchantId, planId, signer, name, priceSats, interval, payoutAddress, supplyLimit }) {
      return requestSpell(tx, services, {
        merchantId,
        person: signer,
        // A mint pays nobody but the miners.
        amountSats: 0n,
        request: {
          kind: 'plan_mint',
          planId,
          state: {
            name,
            priceSats,
            periodSeconds: nominalSeconds(interval),
            merchantScript: addressToScript(payoutAddress, services.config.BITCOIN_NETWORK),
            limit: supplyLimit,
          },
        },
      });
    },
    stageOf,
  };
}
