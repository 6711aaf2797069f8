import type { Tx } from '../../platform/database/index.ts';
import { ForbiddenError, NotFoundError } from '../../platform/errors/index.ts';
import { type Area, roleOfKey, scopeNeeded } from '../api-keys/key-scopes.ts';
import {
  type ApiKeyScope,
  atLeast,
  type Caller,
  type MerchantScope,
  type PersonScope,
  type Role,
  toMerchantScope,
} from '../scopes.ts';
import { findMembership } from './merchants.repository.ts';

/**
 * The right of a person or an API key to act for a merchant. Keys with the scopes of one area get in where `area` says
 * it, keys with `read` or `write` everywhere. For what a key must never do there is `requireMember`.
 * @throws NotFoundError when they do not belong to it (whether or not the merchant exists), ForbiddenError when their
 * role is below `minimum`, with what would be needed.
 */
export async function requireMerchant(
  tx: Tx,
  caller: Caller,
  merchantId: string,
  minimum: Role,
  area?: Area,
): Promise<MerchantScope> {
  return caller.kind === 'person'
    ? requireMember(tx, caller, merchantId, minimum)
    : requireKey(caller, merchantId, minimum, area);
}

/**
 * The right of a person to act for a merchant.
 * @throws NotFoundError, ForbiddenError like `requireMerchant`
 */
export async function requireMember(
  tx: Tx,
  person: PersonScope,
  merchantId: string,
  minimum: Role,
): Promise<MerchantScope> {
  const scope = await findMembership(tx, person, merchantId);
  if (!scope) throw new NotFoundError('merchant', merchantId);
  if (!atLeast(scope.role, minimum)) throw new ForbiddenError({ needs: `role ${minimum}` });
  return scope;
}

function requireKey(key: ApiKeyScope, merchantId: string, minimum: Role, area?: Area): MerchantScope {
  if (key.merchantId !== merchantId) throw new NotFoundError('merchant', merchantId);
  const role = roleOfKey(key, area);
  if (role === undefined || !atLeast(role, minimum)) {
    const scope = scopeNeeded(minimum, area);
    throw new ForbiddenError({ needs: scope === undefined ? 'person' : `scope ${scope}` });
  }
  return toMerchantScope({ merchantId, role, actor: { kind: 'api_key', id: key.apiKeyId } });
}

/**
 * The person who asks, for what keys must never do.
 * @throws ForbiddenError for an API key
 */
export function requirePersonOf(caller: Caller): PersonScope {
  if (caller.kind !== 'person') throw new ForbiddenError({ needs: 'person' });
  return caller;
}
