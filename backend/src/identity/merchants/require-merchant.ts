import type { Tx } from '../../platform/database/index.ts';
import { ForbiddenError, NotFoundError } from '../../platform/errors/index.ts';
import { atLeast, type MerchantScope, type PersonScope, type Role } from '../scopes.ts';
import { findMembership } from './merchants.repository.ts';

/**
 * The right of a person to act for a merchant.
 * @throws NotFoundError when they are no member (whether or not the merchant exists), ForbiddenError when
 * their role is below `minimum`.
 */
export async function requireMerchant(
  tx: Tx,
  person: PersonScope,
  merchantId: string,
  minimum: Role,
): Promise<MerchantScope> {
  const scope = await findMembership(tx, person, merchantId);
  if (!scope) throw new NotFoundError('merchant', merchantId);
  if (!atLeast(scope.role, minimum)) throw new ForbiddenError();
  return scope;
}
