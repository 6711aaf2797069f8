import type { NewEvent } from '../platform/events/index.ts';
import type { SpellJobRow } from './jobs/spell-job-row.ts';

type Subject = Pick<SpellJobRow, 'transactionId' | 'merchantId' | 'personId'>;

export const COSIGN_REQUIRED = 'transaction.cosign_required';

/** The event that tells the merchant and the signer that a transaction has moved. */
export function transactionUpdated({ transactionId, merchantId, personId }: Subject): NewEvent {
  return { type: 'transaction.updated', subjectId: transactionId, merchantId, personId };
}

/** The event that tells the merchant of a sale that waits for their signature. */
export function cosignRequired({ transactionId, merchantId, personId }: Subject): NewEvent {
  return { type: COSIGN_REQUIRED, subjectId: transactionId, merchantId, personId };
}
