import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import type { MerchantScope, PortalScope } from '../scopes.ts';
import { revokePortals } from './portal-session.repository.ts';

/** Told when a portal session is ended before its time, so that its live connections end with it. */
export const PORTAL_REVOKED = 'portal_session.revoked';

/** Ends the session of this request, at once and for every process. */
export async function endPortalSession(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  portal: PortalScope,
): Promise<void> {
  await database.transaction((tx) => revoke(tx, clock.now(), portal, portal.portalSessionId));
}

/** Ends all links and sessions of a customer, and answers with how many there were. */
export async function revokePortalSessions(
  tx: Tx,
  now: Date,
  { merchantId }: MerchantScope,
  customerId: string,
): Promise<number> {
  return revoke(tx, now, { merchantId, customerId }, null);
}

async function revoke(
  tx: Tx,
  now: Date,
  { merchantId, customerId }: { readonly merchantId: string; readonly customerId: string },
  id: string | null,
): Promise<number> {
  const revoked = await revokePortals(tx, { merchantId, customerId }, id, now);
  await recordEvents(
    tx,
    now,
    revoked.map((subjectId) => ({ type: PORTAL_REVOKED, subjectId, merchantId })),
  );
  return revoked.length;
}
