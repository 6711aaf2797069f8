import { merchantActor, recordAudit } from '../../compliance/index.ts';
import { API_KEY_CHANGED, type MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { isId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { lockMerchant } from '../merchants/merchant.repository.ts';
import { ApiKeyStateError } from '../team.errors.ts';
import { type ApiKeyRow, findKey, setKeyExpiry, setKeyRevoked } from './api-key.repository.ts';
import { type IssuedKey, issueKey, issueOnce } from './create-api-key.ts';

type Services = Pick<PlatformServices, 'clock' | 'database'>;

/** The longest that an old key goes on beside the one that takes its place. */
export const OVERLAP_LIMIT_SECONDS = 7 * 24 * 3_600;

/**
 * Ends a key at once. One that is revoked already stays so.
 * @throws NotFoundError
 */
export async function revokeApiKey(
  { clock, database }: Services,
  scope: MerchantScope,
  id: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const key = await lockKey(tx, scope, id);
    if (key.revokedAt !== null) return;
    const now = clock.now();
    await setKeyRevoked(tx, scope, id, now);
    await told(tx, now, scope, id, 'api_key.revoked');
  });
}

/**
 * Makes a key with the name and scopes of another, which ends after the overlap. An end that the old key had before
 * is not put off, and is that of the new one too.
 * @throws NotFoundError, ApiKeyStateError, InvalidInputError, TeamLimitError, IdempotencyKeyReusedError
 */
export async function rotateApiKey(
  { clock, database }: Services,
  scope: MerchantScope,
  {
    id,
    overlapSeconds,
    idempotencyKey: key,
  }: {
    readonly id: string;
    readonly overlapSeconds: number;
    readonly idempotencyKey?: string | null | undefined;
  },
): Promise<IssuedKey> {
  if (!Number.isInteger(overlapSeconds) || overlapSeconds < 0 || overlapSeconds > OVERLAP_LIMIT_SECONDS) {
    throw new InvalidInputError('overlapSeconds', `from 0 to ${OVERLAP_LIMIT_SECONDS}`);
  }
  const now = clock.now();
  const input = { id, overlapSeconds };
  const request = { ownerId: scope.merchantId, key, operation: 'api_key.rotate', input };
  return database.transaction((tx) => issueOnce(tx, request, now, () => replaceKey(tx, scope, now, input)));
}

async function replaceKey(
  tx: Tx,
  scope: MerchantScope,
  now: Date,
  { id, overlapSeconds }: { readonly id: string; readonly overlapSeconds: number },
): Promise<{ readonly id: string; readonly secret: string }> {
  const { name, scopes, expiresAt, revokedAt } = await lockKey(tx, scope, id);
  if (revokedAt !== null) throw new ApiKeyStateError('revoked');
  if (expiresAt !== null && expiresAt <= now) throw new ApiKeyStateError('expired');
  const issued = await issueKey(tx, scope, { name, scopes, expiresAt, now });
  const overlapEnd = new Date(now.getTime() + overlapSeconds * 1_000);
  await setKeyExpiry(tx, scope, id, expiresAt !== null && expiresAt < overlapEnd ? expiresAt : overlapEnd);
  await told(tx, now, scope, id, 'api_key.rotated', { successor: issued.id, overlapSeconds });
  return issued;
}

async function lockKey(tx: Tx, scope: MerchantScope, id: string): Promise<ApiKeyRow> {
  if (!isId('apiKey', id)) throw new NotFoundError('API key', id);
  await lockMerchant(tx, scope);
  const key = await findKey(tx, scope, id);
  if (!key) throw new NotFoundError('API key', id);
  return key;
}

async function told(
  tx: Tx,
  now: Date,
  scope: MerchantScope,
  subjectId: string,
  action: string,
  details: Record<string, string | number> = {},
): Promise<void> {
  const { merchantId } = scope;
  await recordEvents(tx, now, [{ type: API_KEY_CHANGED, subjectId, merchantId }]);
  await recordAudit(tx, now, { actor: merchantActor(scope), action, subjectId, merchantId, details });
}
