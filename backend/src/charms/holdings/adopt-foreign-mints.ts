import { createChainTransaction, recordBuilt } from '../../bitcoin/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { ForeignMints } from '../ports.ts';
import { knownTransactions } from './charm-output.repository.ts';
import type { FoundMint } from './foreign-mints.ts';

/**
 * Makes mints from elsewhere transactions like ours: whatever becomes of them from here on, confirmations
 * or a block that leaves the chain, is followed in the same way. Those met before are known already.
 */
export async function adoptForeignMints(
  tx: Tx,
  foreignMints: ForeignMints,
  mints: readonly FoundMint[],
  now: Date,
): Promise<void> {
  if (mints.length === 0) return;
  const known = await knownTransactions(
    tx,
    mints.map(({ txid }) => txid),
  );
  for (const { txid, spends, ...mint } of mints) {
    const { merchantId, planId, paidSats } = mint;
    if (known.has(`${merchantId}/${txid}`)) continue;
    const key = await createChainTransaction(
      tx,
      { merchantId, kind: 'subscription_mint', planId, personId: null, amountSats: paidSats },
      now,
    );
    await recordBuilt(tx, key, { txid, feeSats: null, inputs: spends }, now);
    await foreignMints.onForeignMint(tx, { ...mint, transactionId: key.id }, now);
  }
}
