import type { NewEvent } from '../../../platform/events/index.ts';
import type { Offer } from './offer.ts';

/** The news of an offer, for its seller. */
export function offerEvents(
  { id, sellerId }: Pick<Offer, 'id' | 'sellerId'>,
  verb: 'created' | 'paused' | 'resumed' | 'closed',
): NewEvent[] {
  return ['updated', verb].map((each) => ({
    type: `p2p_offer.${each}`,
    subjectId: id,
    personId: sellerId,
  }));
}
