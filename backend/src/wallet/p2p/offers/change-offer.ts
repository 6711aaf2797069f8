import { personActor, recordAudit } from '../../../compliance/index.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { NotFoundError } from '../../../platform/errors/index.ts';
import { recordEvents } from '../../../platform/events/index.ts';
import { OfferStateError } from '../p2p.errors.ts';
import type { P2pServices } from '../p2p-services.ts';
import { requireId } from '../read-input.ts';
import { lockOwnOffer, setOfferStatus } from './offer.repository.ts';
import { nextOfferStatus, type OfferInput } from './offer.ts';
import { offerEvents } from './offer-events.ts';

const VERBS = { pause: 'paused', resume: 'resumed', close: 'closed' } as const;

/**
 * Takes an offer off the market for a while, brings it back, or closes it for good. Trades that are open go on.
 * Asked again, nothing more happens.
 * @throws NotFoundError, OfferStateError
 */
export async function changeOffer(
  { database, clock }: Pick<P2pServices, 'database' | 'clock'>,
  person: PersonScope,
  offerId: string,
  input: OfferInput,
): Promise<void> {
  requireId('offer', offerId);
  await database.transaction(async (tx) => {
    const offer = await lockOwnOffer(tx, person, offerId);
    if (!offer) throw new NotFoundError('offer', offerId);
    const status = nextOfferStatus(offer.status, input);
    if (status === undefined) throw new OfferStateError(offer.status);
    if (status === offer.status) return;
    const now = clock.now();
    await setOfferStatus(tx, offerId, status, now);
    await recordEvents(tx, now, offerEvents(offer, VERBS[input]));
    const actor = personActor(person);
    await recordAudit(tx, now, { actor, action: `p2p_offer.${VERBS[input]}`, subjectId: offerId });
  });
}
