import type { Tx } from '../../platform/database/index.ts';
import { type ApiKeyScope, type Mode, toApiKeyScope } from '../scopes.ts';

export interface LiveKey {
  readonly apiKey: ApiKeyScope;
  readonly expiresAt: Date | undefined;
  readonly lastUsedAt: Date | null;
}

/** The key of a hash, unless it is over, revoked or not of its merchant's mode: one statement by unique keys. */
export async function findLiveKey(tx: Tx, hash: Uint8Array, now: Date): Promise<LiveKey | undefined> {
  const [row] = await tx.$queryRaw<
    {
      id: string;
      merchantId: string;
      mode: Mode;
      scopes: string[];
      expiresAt: Date | null;
      lastUsedAt: Date | null;
    }[]
  >`
    SELECT k.id, k.merchant_id AS "merchantId", k.mode, k.scopes, k.expires_at AS "expiresAt",
      k.last_used_at AS "lastUsedAt"
    FROM api_keys k JOIN merchants m ON m.id = k.merchant_id AND m.mode = k.mode
    WHERE k.hash = ${hash} AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${now})`;
  if (!row) return undefined;
  const { id: apiKeyId, merchantId, mode, scopes, expiresAt, lastUsedAt } = row;
  const apiKey = toApiKeyScope({ apiKeyId, merchantId, mode, scopes });
  return { apiKey, expiresAt: expiresAt ?? undefined, lastUsedAt };
}

/** Notes a use, unless another has been noted since `unlessSince`. */
export async function touchKey(
  tx: Tx,
  { merchantId, apiKeyId }: ApiKeyScope,
  now: Date,
  unlessSince: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE api_keys SET last_used_at = ${now} WHERE merchant_id = ${merchantId} AND id = ${apiKeyId}
      AND (last_used_at IS NULL OR last_used_at <= ${unlessSince})`;
}
