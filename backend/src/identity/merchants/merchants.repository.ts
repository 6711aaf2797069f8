import { batchReads, type Tx } from '../../platform/database/index.ts';
import { isId } from '../../platform/ids.ts';
import { type MerchantScope, type Mode, type PersonScope, type Role, toMerchantScope } from '../scopes.ts';

export interface MerchantRow {
  readonly id: string;
  readonly name: string;
  readonly supportContact: string | null;
  readonly mode: Mode;
  readonly createdAt: Date;
  /** `#rrggbb` in lower case. */
  readonly brandColor: string | null;
  /** SHA-256 of the logo's bytes in hexadecimal; it and the sides, in pixels, are null where there is no logo. */
  readonly logoHash: string | null;
  readonly logoWidth: number | null;
  readonly logoHeight: number | null;
}

/** A merchant as it begins. */
export type FoundedMerchant = Pick<MerchantRow, 'id' | 'name' | 'supportContact' | 'mode' | 'createdAt'>;

interface MembershipKey {
  readonly merchantId: string;
  readonly personId: string;
}

/** By handle of the database: requests that come at the same time ask for their memberships together. */
const membershipReads = new WeakMap<Tx, (key: MembershipKey) => Promise<MerchantScope | undefined>>();

/**
 * The person's membership of a merchant, if there is one. Text that is no id is not asked for: a statement that it failed
 * would fail for all who ask at the same time.
 */
export async function findMembership(
  tx: Tx,
  { personId }: PersonScope,
  merchantId: string,
): Promise<MerchantScope | undefined> {
  if (!isId('merchant', merchantId)) return undefined;
  let read = membershipReads.get(tx);
  if (!read) {
    read = batchReads((keys) => readMemberships(tx, keys), nameOfMembership);
    membershipReads.set(tx, read);
  }
  return read({ merchantId, personId });
}

function nameOfMembership({ merchantId, personId }: MembershipKey): string {
  return `${merchantId} ${personId}`;
}

async function readMemberships(tx: Tx, keys: readonly MembershipKey[]): Promise<Map<string, MerchantScope>> {
  const rows = await tx.$queryRaw<(MembershipKey & { role: Role })[]>`
    SELECT mm.merchant_id AS "merchantId", mm.person_id AS "personId", mm.role
    FROM unnest(${keys.map(({ merchantId }) => merchantId)}::text[],
      ${keys.map(({ personId }) => personId)}::text[]) AS k(merchant_id, person_id)
    JOIN merchant_members mm ON mm.merchant_id = k.merchant_id AND mm.person_id = k.person_id`;
  return new Map(
    rows.map(({ merchantId, personId, role }) => [
      nameOfMembership({ merchantId, personId }),
      memberScope(merchantId, personId, role),
    ]),
  );
}

export function memberScope(merchantId: string, personId: string, role: Role): MerchantScope {
  return toMerchantScope({ merchantId, role, actor: { kind: 'person', id: personId } });
}

/** All merchants that the person is a member of, oldest first, with their role. */
export async function listMemberships(
  tx: Tx,
  person: PersonScope,
): Promise<(MerchantRow & { readonly role: Role })[]> {
  return tx.$queryRaw`
    SELECT m.id, m.name, m.support_contact AS "supportContact", m.mode, m.created_at AS "createdAt", mm.role,
      m.brand_color AS "brandColor", m.logo_hash AS "logoHash", m.logo_width AS "logoWidth", m.logo_height AS "logoHeight"
    FROM merchant_members mm JOIN merchants m ON m.id = mm.merchant_id
    WHERE mm.person_id = ${person.personId} ORDER BY m.id`;
}

/** Counts memberships with the person locked: two requests at once count one after the other. */
export async function countMembershipsLocked(tx: Tx, { personId }: PersonScope): Promise<number> {
  await tx.$queryRaw`SELECT id FROM people WHERE id = ${personId} FOR UPDATE`;
  return tx.merchantMember.count({ where: { personId } });
}

export async function insertMerchant(tx: Tx, merchant: FoundedMerchant): Promise<void> {
  await tx.merchant.create({ data: merchant });
}

export async function insertMember(
  tx: Tx,
  member: {
    readonly merchantId: string;
    readonly personId: string;
    readonly role: Role;
    readonly createdAt: Date;
  },
): Promise<void> {
  await tx.merchantMember.create({ data: member });
}

/** What everybody may know of merchants. */
export async function findMerchants(tx: Tx, ids: readonly string[]): Promise<MerchantRow[]> {
  const rows = await tx.merchant.findMany({ where: { id: { in: [...ids] } } });
  return rows.map((row) => ({ ...row, mode: row.mode as Mode }));
}

/** The picture of a merchant's logo (PNG), as long as it is the one with this hash. */
export async function findLogo(
  tx: Tx,
  merchantId: string,
  hash: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const row = await tx.merchantLogo.findFirst({ where: { merchantId, merchant: { logoHash: hash } } });
  return row?.png;
}
