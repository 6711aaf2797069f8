import type { Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { hashKeySecret } from '../api-keys/key-secret.ts';
import type { MerchantScope } from '../scopes.ts';
import { insertPortalSession } from './portal-session.repository.ts';
import { newPortalSecret } from './portal-token.ts';

/** How long a link waits to be redeemed. */
const LINK_MS = 30 * 60_000;

/** A link by which one of the merchant's customers gets in, once. Its secret is kept nowhere. */
export async function openPortal(
  tx: Tx,
  now: Date,
  scope: MerchantScope,
  { customerId, returnUrl }: { readonly customerId: string; readonly returnUrl: string | null },
): Promise<{ readonly id: string; readonly secret: string; readonly expiresAt: Date }> {
  const id = newId('portalSession');
  const secret = newPortalSecret('link');
  const linkExpiresAt = new Date(now.getTime() + LINK_MS);
  const linkHash = hashKeySecret(secret);
  await insertPortalSession(tx, scope, {
    id,
    customerId,
    linkHash,
    linkExpiresAt,
    returnUrl,
    createdAt: now,
  });
  return { id, secret, expiresAt: linkExpiresAt };
}
