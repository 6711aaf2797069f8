import type { Tx } from '../../platform/database/index.ts';
import { MerchantLimitError } from '../identity.errors.ts';
import type { MerchantScope, PersonScope, Role } from '../scopes.ts';
import {
  countMembershipsLocked,
  type FoundedMerchant,
  insertMember,
  insertMerchant,
  memberScope,
} from './merchants.repository.ts';

/** Memberships of one person: enough for anybody, and few enough to list them whole. */
export const MERCHANTS_LIMIT = 50;

/**
 * Makes a merchant, with the person as its owner.
 * @throws MerchantLimitError
 */
export async function foundMerchant(
  tx: Tx,
  owner: PersonScope,
  merchant: FoundedMerchant,
): Promise<MerchantScope> {
  await insertMerchant(tx, merchant);
  return joinMerchant(tx, owner, { merchantId: merchant.id, role: 'owner', now: merchant.createdAt });
}

/**
 * Makes the person a member of a merchant. That they may is for the caller to know.
 * @throws MerchantLimitError
 */
export async function joinMerchant(
  tx: Tx,
  person: PersonScope,
  { merchantId, role, now }: { readonly merchantId: string; readonly role: Role; readonly now: Date },
): Promise<MerchantScope> {
  const limit = MERCHANTS_LIMIT;
  if ((await countMembershipsLocked(tx, person)) >= limit) throw new MerchantLimitError(limit);
  const { personId } = person;
  await insertMember(tx, { merchantId, personId, role, createdAt: now });
  return memberScope(merchantId, personId, role);
}
