import type { PlatformServices } from '../../platform/services.ts';
import { hashKeySecret } from '../api-keys/key-secret.ts';
import { PortalLinkError } from '../identity.errors.ts';
import { type RedeemedPortal, redeemLink } from './portal-session.repository.ts';
import { isPortalLink, newPortalSecret } from './portal-token.ts';

const SESSION_MS = 60 * 60_000;

/**
 * Uses a link up for a session of an hour. Of any number of simultaneous callers, one gets it.
 * @throws PortalLinkError
 */
export async function redeemPortalLink(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  secret: string,
): Promise<RedeemedPortal & { readonly token: string; readonly expiresAt: Date }> {
  if (!isPortalLink(secret)) throw new PortalLinkError();
  const now = clock.now();
  const token = newPortalSecret('session');
  const expiresAt = new Date(now.getTime() + SESSION_MS);
  const hashes = { linkHash: hashKeySecret(secret), tokenHash: hashKeySecret(token) };
  const redeemed = await redeemLink(database.client, { ...hashes, expiresAt }, now);
  if (!redeemed) throw new PortalLinkError();
  return { ...redeemed, token, expiresAt };
}
