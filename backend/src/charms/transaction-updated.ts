import type { NewEvent } from '../platform/events/index.ts';
import type { SpellJobRow } from './jobs/spell-job-row.ts';

/** The event that tells the merchant and the signer that a transaction has moved. */
export function transactionUpdated({
  transactionId,
  merchantId,
  personId,
}: Pick<SpellJobRow, 'transactionId' | 'merchantId' | 'personId'>): NewEvent {
  return { type: 'transaction.updated', subjectId: transactionId, merchantId, personId };
}
