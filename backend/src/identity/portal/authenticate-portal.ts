import type { PlatformServices } from '../../platform/services.ts';
import { hashKeySecret } from '../api-keys/key-secret.ts';
import type { PortalScope } from '../scopes.ts';
import { findLivePortal } from './portal-session.repository.ts';

/** What the token of a portal session opens; undefined when it is over or revoked. */
export function authenticatePortal(
  { clock, database }: Pick<PlatformServices, 'clock' | 'database'>,
  token: string,
): Promise<{ readonly portal: PortalScope; readonly expiresAt: Date } | undefined> {
  return findLivePortal(database.client, hashKeySecret(token), clock.now());
}
