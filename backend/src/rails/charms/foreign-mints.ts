import { recordForeignPayments } from '../../billing/index.ts';
import { type BitcoinNetwork, scriptToAddress } from '../../bitcoin/index.ts';
import type { ForeignMint, ForeignMints } from '../../charms/index.ts';

/** Credits mints that were made elsewhere to whoever holds the tokens. */
export function creditForeignMints(network: BitcoinNetwork): ForeignMints {
  return {
    async onForeignMint(tx, mint, now) {
      const { merchantId, planId, transactionId, units, paidSats, planStateCurrent } = mint;
      await recordForeignPayments(tx, now, [
        {
          rail: 'charms',
          merchantId,
          planId,
          address: holderOf(mint, network),
          transactionId,
          amountSats: paidSats,
          units,
          flag: planStateCurrent ? null : 'outdated_plan_state',
        },
      ]);
    },
  };
}

/** A script without an address stands for itself: nobody signs in with it, but its periods are kept. */
function holderOf({ recipientScript }: ForeignMint, network: BitcoinNetwork): string {
  return (
    scriptToAddress(recipientScript, network) ?? `script:${Buffer.from(recipientScript).toString('hex')}`
  );
}
