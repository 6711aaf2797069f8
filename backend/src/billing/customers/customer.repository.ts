import type { PersonScope } from '../../identity/index.ts';
import { Prisma, type Reads, type Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import { newId } from '../../platform/ids.ts';
import type { TaxRate } from '../invoices/tax.ts';
import { jsonRows } from '../json-rows.ts';

export interface CustomerRow {
  readonly merchantId: string;
  readonly id: string;
  readonly personId: string | null;
  readonly address: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Since when a mail server refuses that address for good, and what it said; it is written to no more. */
  readonly emailRefusedAt: Date | null;
  readonly remindersStoppedAt: Date | null;
  readonly emailRefusal: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Instead of the merchant's own rates; null is as the merchant's. */
  readonly taxes: readonly TaxRate[] | null;
  readonly taxId: string | null;
  readonly createdAt: Date;
}

/** What a merchant may change of a customer. */
export type CustomerTerms = Partial<Pick<CustomerRow, 'name' | 'email' | 'metadata' | 'taxes' | 'taxId'>>;

/** Who a merchant's customer is: an address. The person behind it is known once they have signed in. */
export interface CustomerKey {
  readonly merchantId: string;
  readonly address: string;
}

/** The customer that a person is to a merchant, made when they first buy there. */
export async function ensureCustomer(
  tx: Tx,
  { address }: PersonScope,
  merchantId: string,
  now: Date,
): Promise<string> {
  const [customer] = await ensureCustomers(tx, [{ merchantId, address }], now);
  if (!customer) throw new Error(`customer ${address} was not stored`);
  return customer.id;
}

/** The customers with these addresses, those that are new made in one statement. */
export async function ensureCustomers(
  tx: Tx,
  wanted: readonly CustomerKey[],
  now: Date,
): Promise<(CustomerKey & { readonly id: string })[]> {
  const rows = wanted.map((key) => ({ ...key, id: newId('customer') }));
  // Updating what is there makes the statement answer with it, and learns who is behind an address.
  return tx.$queryRaw`
    INSERT INTO customers (merchant_id, id, person_id, address, created_at)
    SELECT DISTINCT ON (r."merchantId", r.address) r."merchantId", r.id, p.id, r.address, ${now}::timestamptz
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r("merchantId" text, id text, address text)
    LEFT JOIN people p ON p.address = r.address
    ORDER BY r."merchantId", r.address
    ON CONFLICT (merchant_id, address) DO UPDATE
      SET person_id = COALESCE(customers.person_id, EXCLUDED.person_id)
    RETURNING merchant_id AS "merchantId", id, address`;
}

/** Customers by ids that came from rows the caller may see. */
export async function readCustomers(tx: Tx, keys: readonly { merchantId: string; id: string }[]) {
  return tx.$queryRaw<CustomerRow[]>`
    SELECT ${CUSTOMER_COLUMNS}
    FROM unnest(${keys.map(({ merchantId }) => merchantId)}::text[], ${keys.map(({ id }) => id)}::text[])
      AS k(merchant_id, id)
    JOIN customers c ON c.merchant_id = k.merchant_id AND c.id = k.id
    LEFT JOIN people p ON p.address = c.address`;
}

/** Of the tables customers and people under the aliases `c` and `p`. */
const CUSTOMER_COLUMNS = Prisma.sql`
  c.merchant_id AS "merchantId", c.id, COALESCE(c.person_id, p.id) AS "personId", c.address, c.name, c.email,
  c.email_refused_at AS "emailRefusedAt", c.email_refusal AS "emailRefusal",
  c.reminders_stopped_at AS "remindersStoppedAt",
  c.metadata, c.taxes, c.tax_id AS "taxId", c.created_at AS "createdAt"`;

export interface CustomerFilter {
  /** The beginning of an address, or a part of a name or e-mail. */
  readonly search?: string | null | undefined;
}

/** A merchant's customers, newest first. */
export async function listCustomers(
  tx: Reads,
  { merchantId }: { readonly merchantId: string },
  { beforeId, take }: Page,
  { search }: CustomerFilter,
): Promise<CustomerRow[]> {
  const text = search?.trim().replaceAll(/[\\%_]/g, '\\$&');
  return tx.$queryRaw`
    SELECT ${CUSTOMER_COLUMNS} FROM customers c LEFT JOIN people p ON p.address = c.address
    WHERE c.merchant_id = ${merchantId} ${beforeId ? Prisma.sql`AND c.id < ${beforeId}` : Prisma.empty}
      ${text ? Prisma.sql`AND (c.address LIKE ${`${text}%`} OR c.name ILIKE ${`%${text}%`} OR c.email ILIKE ${`%${text}%`})` : Prisma.empty}
    ORDER BY c.id DESC LIMIT ${take}`;
}

/** False when there is no such customer. */
export async function updateCustomer(
  tx: Tx,
  { merchantId }: { readonly merchantId: string },
  id: string,
  { metadata, taxes, ...terms }: CustomerTerms,
): Promise<boolean> {
  const { count } = await tx.customer.updateMany({
    where: { merchantId, id },
    data: {
      ...terms,
      // An address that is given anew is tried again.
      ...(terms.email === undefined ? {} : { emailRefusedAt: null, emailRefusal: null }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(taxes === undefined
        ? {}
        : { taxes: taxes === null ? Prisma.DbNull : taxes.map((rate) => ({ ...rate })) }),
    },
  });
  return count === 1;
}

export async function findCustomer(
  tx: Tx,
  { merchantId }: { readonly merchantId: string },
  id: string,
): Promise<CustomerRow | undefined> {
  const [customer] = await readCustomers(tx, [{ merchantId, id }]);
  return customer;
}
