import { type MerchantScope, type PersonScope, ROLES, type Role } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';

export interface MemberRow {
  readonly personId: string;
  readonly address: string;
  readonly role: Role;
  readonly createdAt: Date;
}

export interface InvitationRow {
  readonly merchantId: string;
  readonly address: string;
  readonly role: Role;
  readonly createdAt: Date;
}

type OfMerchant = Pick<MerchantScope, 'merchantId'>;

/** All members, those who may do most first, then by how long they have been there. */
export async function findMembers(tx: Tx, { merchantId }: OfMerchant): Promise<MemberRow[]> {
  const rows = await tx.merchantMember.findMany({ where: { merchantId }, include: { person: true } });
  return rows
    .map(({ personId, person, role, createdAt }) => ({
      personId,
      address: person.address,
      role: role as Role,
      createdAt,
    }))
    .sort(
      (a, b) =>
        ROLES.indexOf(b.role) - ROLES.indexOf(a.role) ||
        a.createdAt.getTime() - b.createdAt.getTime() ||
        (a.personId < b.personId ? -1 : 1),
    );
}

export async function setMemberRole(
  tx: Tx,
  { merchantId }: OfMerchant,
  personId: string,
  role: Role,
): Promise<void> {
  await tx.merchantMember.update({
    where: { merchantId_personId: { merchantId, personId } },
    data: { role },
  });
}

export async function deleteMember(tx: Tx, { merchantId }: OfMerchant, personId: string): Promise<void> {
  await tx.merchantMember.delete({ where: { merchantId_personId: { merchantId, personId } } });
}

/** Newest first. */
export async function findInvitations(tx: Tx, { merchantId }: OfMerchant): Promise<InvitationRow[]> {
  const rows = await tx.merchantInvitation.findMany({
    where: { merchantId },
    orderBy: [{ createdAt: 'desc' }, { address: 'asc' }],
  });
  return rows.map(toInvitation);
}

/** The newest `limit` of whoever holds the address. */
export async function findInvitationsOf(
  tx: Tx,
  { address }: PersonScope,
  limit: number,
): Promise<InvitationRow[]> {
  const rows = await tx.merchantInvitation.findMany({
    where: { address },
    orderBy: [{ createdAt: 'desc' }, { merchantId: 'desc' }],
    take: limit,
  });
  return rows.map(toInvitation);
}

function toInvitation({ role, ...row }: Omit<InvitationRow, 'role'> & { readonly role: string }) {
  const { merchantId, address, createdAt } = row;
  return { merchantId, address, role: role as Role, createdAt };
}

/** Replaces what the address was invited as before. */
export async function putInvitation(
  tx: Tx,
  { merchantId, address, role, createdAt }: InvitationRow,
  invitedBy: string,
): Promise<void> {
  const what = { role, invitedBy, createdAt };
  await tx.merchantInvitation.upsert({
    where: { merchantId_address: { merchantId, address } },
    create: { merchantId, address, ...what },
    update: what,
  });
}

/** Takes an invitation out, whether to accept it or to be rid of it; the role, if there was one. */
export async function takeInvitation(tx: Tx, merchantId: string, address: string): Promise<Role | undefined> {
  const [row] = await tx.$queryRaw<{ role: Role }[]>`
    DELETE FROM merchant_invitations WHERE merchant_id = ${merchantId} AND address = ${address} RETURNING role`;
  return row?.role;
}
