import { merchantActor, recordAudit } from '../../compliance/index.ts';
import {
  hashKeySecret,
  hintOf,
  type KeyScope,
  type MerchantScope,
  newKeySecret,
} from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { type MaybeKeyedRequest, onceIfKeyed } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { lockMerchant } from '../merchants/merchant.repository.ts';
import { readName } from '../merchants/read-merchant-input.ts';
import { TeamLimitError } from '../team.errors.ts';
import { countLiveKeys, findMode, insertKey } from './api-key.repository.ts';

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  /** Never ends unless given. */
  readonly expiresAt?: Date | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** A key and, this once, the text that opens it; undefined when the request was answered before. */
export interface IssuedKey {
  readonly id: string;
  readonly secret: string | undefined;
}

/** Keys that still open something, of one merchant. */
export const KEYS_LIMIT = 100;

/**
 * Makes a key of the merchant's mode.
 * @throws InvalidInputError, TeamLimitError, IdempotencyKeyReusedError
 */
export async function createApiKey(
  { clock, database }: Pick<PlatformServices, 'clock' | 'database'>,
  scope: MerchantScope,
  { idempotencyKey: key, expiresAt = null, ...input }: NewApiKey,
): Promise<IssuedKey> {
  const now = clock.now();
  const name = readName(input.name);
  const scopes = [...new Set(input.scopes)].sort();
  if (scopes.length === 0) throw new InvalidInputError('scopes', 'at least one');
  if (expiresAt !== null && !(expiresAt > now)) throw new InvalidInputError('expiresAt', 'in the future');
  const asked = { name, scopes, expiresAt: expiresAt?.toISOString() ?? null };
  const request = { ownerId: scope.merchantId, key, operation: 'api_key.create', input: asked };
  return database.transaction((tx) =>
    issueOnce(tx, request, now, async () => {
      const issued = await issueKey(tx, scope, { name, scopes, expiresAt, now });
      await recordAudit(tx, now, {
        actor: merchantActor(scope),
        action: 'api_key.created',
        subjectId: issued.id,
        merchantId: scope.merchantId,
        details: asked,
      });
      return issued;
    }),
  );
}

/**
 * Issues a key unless the same request has been answered before: then there is the key, and no secret to show.
 * @throws InvalidInputError, IdempotencyKeyReusedError like `once`
 */
export async function issueOnce(
  tx: Tx,
  request: MaybeKeyedRequest,
  now: Date,
  issue: () => Promise<{ readonly id: string; readonly secret: string }>,
): Promise<IssuedKey> {
  let secret: string | undefined;
  const { id } = await onceIfKeyed(tx, now, request, async () => {
    const issued = await issue();
    secret = issued.secret;
    return issued.id;
  });
  return { id, secret };
}

/**
 * Writes a new key with a secret of its own, unless there are too many.
 * @throws TeamLimitError
 */
export async function issueKey(
  tx: Tx,
  scope: MerchantScope,
  key: {
    readonly name: string;
    readonly scopes: readonly KeyScope[];
    readonly expiresAt: Date | null;
    readonly now: Date;
  },
): Promise<{ readonly id: string; readonly secret: string }> {
  const { now, ...fields } = key;
  await lockMerchant(tx, scope);
  if ((await countLiveKeys(tx, scope, now)) >= KEYS_LIMIT) throw new TeamLimitError('API keys', KEYS_LIMIT);
  const mode = await findMode(tx, scope);
  const secret = newKeySecret(mode);
  const id = newId('apiKey');
  await insertKey(tx, scope, {
    ...fields,
    id,
    mode,
    hash: hashKeySecret(secret),
    hint: hintOf(secret),
    createdBy: scope.actor.id,
    createdAt: now,
  });
  return { id, secret };
}
