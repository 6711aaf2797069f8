import type { Tx } from '../../platform/database/index.ts';
import { type MerchantScope, type PersonScope, type Role, toMerchantScope } from '../scopes.ts';

export interface MerchantRow {
  readonly id: string;
  readonly name: string;
  readonly supportContact: string | null;
  readonly createdAt: Date;
}

/** The person's membership of a merchant, if there is one. */
export async function findMembership(
  tx: Tx,
  person: PersonScope,
  merchantId: string,
): Promise<MerchantScope | undefined> {
  const { personId } = person;
  const row = await tx.merchantMember.findUnique({
    where: { merchantId_personId: { merchantId, personId } },
  });
  return row ? toMerchantScope({ merchantId, personId, role: row.role as Role }) : undefined;
}

/** All merchants that the person is a member of, oldest first, with their role. */
export async function listMemberships(
  tx: Tx,
  person: PersonScope,
): Promise<(MerchantRow & { readonly role: Role })[]> {
  return tx.$queryRaw`
    SELECT m.id, m.name, m.support_contact AS "supportContact", m.created_at AS "createdAt", mm.role
    FROM merchant_members mm JOIN merchants m ON m.id = mm.merchant_id
    WHERE mm.person_id = ${person.personId} ORDER BY m.id`;
}

/** Counts memberships with the person locked: two requests at once count one after the other. */
export async function countMembershipsLocked(tx: Tx, person: PersonScope): Promise<number> {
  await tx.$queryRaw`SELECT id FROM people WHERE id = ${person.personId} FOR UPDATE`;
  return tx.merchantMember.count({ where: { personId: person.personId } });
}

export async function insertMerchant(tx: Tx, merchant: MerchantRow): Promise<void> {
  await tx.merchant.create({ data: merchant });
}

export async function insertMember(tx: Tx, scope: MerchantScope, createdAt: Date): Promise<void> {
  const { merchantId, personId, role } = scope;
  await tx.merchantMember.create({ data: { merchantId, personId, role, createdAt } });
}

/** What everybody may know of merchants. */
export async function findMerchants(tx: Tx, ids: readonly string[]): Promise<MerchantRow[]> {
  return tx.merchant.findMany({ where: { id: { in: [...ids] } } });
}
