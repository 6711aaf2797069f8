import type { Tx } from '../../platform/database/index.ts';
import { type MerchantScope, type PortalScope, toPortalScope } from '../scopes.ts';

export interface NewPortalSession {
  readonly id: string;
  readonly customerId: string;
  readonly linkHash: Buffer;
  readonly linkExpiresAt: Date;
  readonly returnUrl: string | null;
  readonly createdAt: Date;
}

export interface RedeemedPortal {
  readonly portal: PortalScope;
  readonly returnUrl: string | null;
}

interface StoredPortal {
  readonly id: string;
  readonly merchantId: string;
  readonly customerId: string;
}

export async function insertPortalSession(
  tx: Tx,
  { merchantId }: MerchantScope,
  { linkHash, ...session }: NewPortalSession,
): Promise<void> {
  await tx.portalSession.create({ data: { ...session, merchantId, linkHash: new Uint8Array(linkHash) } });
}

/** Uses a link up, and keeps what it was redeemed for. Of any number of simultaneous callers, one is answered. */
export async function redeemLink(
  tx: Tx,
  { linkHash, tokenHash, expiresAt }: { linkHash: Uint8Array; tokenHash: Uint8Array; expiresAt: Date },
  now: Date,
): Promise<RedeemedPortal | undefined> {
  const [row] = await tx.$queryRaw<(StoredPortal & { returnUrl: string | null })[]>`
    UPDATE portal_sessions SET redeemed_at = ${now}, token_hash = ${tokenHash}, expires_at = ${expiresAt}
    WHERE link_hash = ${linkHash} AND redeemed_at IS NULL AND revoked_at IS NULL AND link_expires_at > ${now}
    RETURNING id, merchant_id AS "merchantId", customer_id AS "customerId", return_url AS "returnUrl"`;
  return row && { portal: toScope(row), returnUrl: row.returnUrl };
}

/** The session of a token's hash, unless it is over or revoked: one statement by a unique key. */
export async function findLivePortal(
  tx: Tx,
  tokenHash: Uint8Array,
  now: Date,
): Promise<{ readonly portal: PortalScope; readonly expiresAt: Date } | undefined> {
  const [row] = await tx.$queryRaw<(StoredPortal & { expiresAt: Date })[]>`
    SELECT id, merchant_id AS "merchantId", customer_id AS "customerId", expires_at AS "expiresAt"
    FROM portal_sessions WHERE token_hash = ${tokenHash} AND revoked_at IS NULL AND expires_at > ${now}`;
  return row && { portal: toScope(row), expiresAt: row.expiresAt };
}

/** Ends those that are open of a customer, links that nobody has redeemed too, or one of them; answers with their ids. */
export async function revokePortals(
  tx: Tx,
  { merchantId, customerId }: { readonly merchantId: string; readonly customerId: string },
  id: string | null,
  now: Date,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE portal_sessions SET revoked_at = ${now}
    WHERE merchant_id = ${merchantId} AND customer_id = ${customerId} AND revoked_at IS NULL
      AND (${id}::text IS NULL OR id = ${id}) AND coalesce(expires_at, link_expires_at) > ${now}
    RETURNING id`;
  return rows.map((row) => row.id);
}

/** Removes up to `limit` that were made before an instant, and answers with how many there were. */
export async function deletePortalSessions(tx: Tx, before: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM portal_sessions WHERE (merchant_id, id) IN (
      SELECT merchant_id, id FROM portal_sessions WHERE created_at < ${before} LIMIT ${limit})`;
}

function toScope({ id: portalSessionId, merchantId, customerId }: StoredPortal): PortalScope {
  return toPortalScope({ portalSessionId, merchantId, customerId });
}
