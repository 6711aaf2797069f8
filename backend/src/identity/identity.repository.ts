import type { Tx } from '../platform/database/index.ts';
import { type MerchantScope, type Role, toMerchantScope } from './scopes.ts';

/** The person's membership of a merchant, if there is one. */
export async function findMembership(
  tx: Tx,
  personId: string,
  merchantId: string,
): Promise<MerchantScope | undefined> {
  const row = await tx.merchantMember.findUnique({
    where: { merchantId_personId: { merchantId, personId } },
  });
  return row ? toMerchantScope({ merchantId, personId, role: row.role as Role }) : undefined;
}
