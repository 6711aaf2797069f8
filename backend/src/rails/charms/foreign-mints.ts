import { hash } from 'node:crypto';
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

/** Longer than any script in common use that has no address: bare multisig of three keys has 105 bytes. */
const LONGEST_SHOWN_BYTES = 200;

/**
 * A script without an address stands for itself: nobody signs in with it, but its periods are kept. Anybody can
 * mint onto a script of ten thousand bytes, which the database could not look up: a long one goes by its hash.
 */
function holderOf({ recipientScript }: ForeignMint, network: BitcoinNetwork): string {
  const address = scriptToAddress(recipientScript, network);
  if (address !== undefined) return address;
  if (recipientScript.length <= LONGEST_SHOWN_BYTES)
    return `script:${Buffer.from(recipientScript).toString('hex')}`;
  return `script-sha256:${hash('sha256', recipientScript)}`;
}
