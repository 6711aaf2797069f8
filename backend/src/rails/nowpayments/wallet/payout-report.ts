import type { PayoutReport } from '../../../wallet/index.ts';
import type { NowPayout } from '../payout.ts';
import { unitsOf } from '../provider-amount.ts';

/** Words for a payout whose batch has not been verified. */
const UNCONFIRMED = ['creating', 'waiting'];

/** A payout of the provider as the wallet reads it. */
export function payoutReport(payout: NowPayout): PayoutReport {
  const { id, batchId, externalId, address, amount, outcome, status, hash, error } = payout;
  return {
    reference: id,
    batch: batchId,
    withdrawalId: externalId,
    asset: amount.currency,
    address,
    amount: unitsOrUndefined(payout),
    outcome: outcome === 'pending' && UNCONFIRMED.includes(status) ? 'created' : outcome,
    networkTxid: hash,
    error: outcome === 'failed' ? (error ?? status) : null,
  };
}

function unitsOrUndefined({ amount }: NowPayout): bigint | undefined {
  try {
    return unitsOf(amount);
  } catch {
    return undefined;
  }
}
