import type { PersonScope } from '../../../identity/index.ts';
import { Prisma, type Tx } from '../../../platform/database/index.ts';
import type { Page } from '../../../platform/graphql/index.ts';
import { personOwner } from '../../accounts/account-names.ts';
import type { Offer, OfferStatus } from './offer.ts';

interface Row extends Omit<Offer, 'amount' | 'remaining' | 'minAmount' | 'maxAmount' | 'price'> {
  readonly amount: string;
  readonly remaining: string;
  readonly minAmount: string;
  readonly maxAmount: string;
  readonly fixedPrice: string | null;
  readonly marginBps: number | null;
}

const COLUMNS = Prisma.sql`
  o.id, o.seller_id AS "sellerId", o.currency, o.amount::text, o.remaining::text, o.min_amount::text AS "minAmount",
  o.max_amount::text AS "maxAmount", o.price_currency AS "priceCurrency", o.price_decimals AS "priceDecimals",
  trim_scale(o.fixed_price)::text AS "fixedPrice", o.margin_bps AS "marginBps",
  o.payment_methods AS "paymentMethods", o.terms, o.window_seconds AS "windowSeconds", o.status,
  o.created_at AS "createdAt", o.updated_at AS "updatedAt"`;

function toOffer({ amount, remaining, minAmount, maxAmount, fixedPrice, marginBps, ...row }: Row): Offer {
  return {
    ...row,
    amount: BigInt(amount),
    remaining: BigInt(remaining),
    minAmount: BigInt(minAmount),
    maxAmount: BigInt(maxAmount),
    price:
      fixedPrice === null
        ? { kind: 'market', marginBps: marginBps ?? 0 }
        : { kind: 'fixed', unitPrice: fixedPrice },
  };
}

export async function insertOffer(tx: Tx, offer: Offer): Promise<void> {
  const { price, amount, remaining, minAmount, maxAmount, paymentMethods, ...row } = offer;
  await tx.p2pOffer.create({
    data: {
      ...row,
      amount: amount.toString(),
      remaining: remaining.toString(),
      minAmount: minAmount.toString(),
      maxAmount: maxAmount.toString(),
      paymentMethods: [...paymentMethods],
      fixedPrice: price.kind === 'fixed' ? price.unitPrice : null,
      marginBps: price.kind === 'market' ? price.marginBps : null,
    },
  });
}

/** One new offer of a person at a time, until the transaction ends. */
export async function lockOffersOf(tx: Tx, { personId }: PersonScope): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`p2p_offers:${personId}`}, 0))`;
}

/** How many of a person's offers are not closed. */
export function countOpenOffers(tx: Tx, { personId }: PersonScope): Promise<number> {
  return tx.p2pOffer.count({ where: { sellerId: personId, status: { not: 'closed' } } });
}

/** An offer, whoever asks: offers are public. */
export async function findOffer(tx: Tx, id: string): Promise<Offer | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`SELECT ${COLUMNS} FROM p2p_offers o WHERE o.id = ${id}`;
  return row && toOffer(row);
}

/** Offers by ids, as `findOffer`. */
export async function readOffers(tx: Tx, ids: readonly string[]): Promise<Map<string, Offer>> {
  const rows = await tx.$queryRaw<Row[]>`SELECT ${COLUMNS} FROM p2p_offers o WHERE o.id = ANY(${[...ids]})`;
  return new Map(rows.map((row) => [row.id, toOffer(row)]));
}

/** For whoever takes from it: locked until the transaction ends. */
export async function lockOffer(tx: Tx, id: string): Promise<Offer | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM p2p_offers o WHERE o.id = ${id} FOR NO KEY UPDATE`;
  return row && toOffer(row);
}

/** A person's own, locked until the transaction ends. */
export async function lockOwnOffer(
  tx: Tx,
  { personId }: PersonScope,
  id: string,
): Promise<Offer | undefined> {
  const offer = await lockOffer(tx, id);
  return offer?.sellerId === personId ? offer : undefined;
}

export async function setOfferStatus(tx: Tx, id: string, status: OfferStatus, now: Date): Promise<void> {
  await tx.p2pOffer.update({ where: { id }, data: { status, updatedAt: now } });
}

export async function takeFromOffer(tx: Tx, id: string, amount: bigint, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE p2p_offers SET remaining = remaining - ${amount.toString()}::numeric, updated_at = ${now}::timestamptz
    WHERE id = ${id}`;
}

/** Brings amounts back to their offers, which are locked in the order of their ids: no two runs wait for each other. */
export async function returnToOffers(
  tx: Tx,
  now: Date,
  returned: readonly { readonly offerId: string; readonly amount: bigint }[],
): Promise<void> {
  const ids = returned.map(({ offerId }) => offerId);
  const amounts = returned.map(({ amount }) => amount.toString());
  await tx.$executeRaw`
    WITH locked AS (
      SELECT id FROM p2p_offers WHERE id = ANY(${ids}) ORDER BY id FOR NO KEY UPDATE
    ), sums AS (
      SELECT r.id, sum(r.amount::numeric) AS amount
      FROM unnest(${ids}::text[], ${amounts}::text[]) AS r (id, amount) JOIN locked USING (id) GROUP BY r.id
    )
    UPDATE p2p_offers o SET remaining = o.remaining + sums.amount, updated_at = ${now}::timestamptz
    FROM sums WHERE o.id = sums.id`;
}

export interface MarketFilter {
  readonly currency?: string | null | undefined;
  readonly priceCurrency?: string | null | undefined;
  /** Only offers that a trade of this amount can be opened on. */
  readonly amount?: bigint | null | undefined;
}

/**
 * What can be bought now, newest first: active offers with enough left whose sellers have the money for the smallest
 * trade (or the one that is looked for) and its fee. Reads the sellers' accounts beside the offers, one index lookup
 * each: a page that only afterwards drops who has nothing would be short or empty.
 */
export async function listMarket(
  tx: Tx,
  page: Page,
  { currency, priceCurrency, amount }: MarketFilter,
  feeBps: number,
): Promise<Offer[]> {
  const { kind } = personOwner('');
  const wanted = amount === undefined || amount === null ? Prisma.sql`o.min_amount` : numeric(amount);
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM p2p_offers o
    JOIN ledger_accounts a ON a.owner_kind = ${kind} AND a.owner_id = o.seller_id AND a.kind = 'wallet'
      AND a.currency = o.currency
    WHERE o.status = 'active' AND o.remaining >= o.min_amount
      AND a.balance - a.locked >= ${wanted} + ceil(${wanted} * ${feeBps}::int / 10000)
      ${currency ? Prisma.sql`AND o.currency = ${currency}` : Prisma.empty}
      ${priceCurrency ? Prisma.sql`AND o.price_currency = ${priceCurrency}` : Prisma.empty}
      ${
        amount === undefined || amount === null
          ? Prisma.empty
          : Prisma.sql`AND ${wanted} BETWEEN o.min_amount AND least(o.max_amount, o.remaining)`
      }
      ${page.beforeId ? Prisma.sql`AND o.id < ${page.beforeId}` : Prisma.empty}
    ORDER BY o.id DESC LIMIT ${page.take}`;
  return rows.map(toOffer);
}

function numeric(amount: bigint): Prisma.Sql {
  return Prisma.sql`${amount.toString()}::numeric`;
}

/** A person's own offers, newest first. */
export async function listOwnOffers(
  tx: Tx,
  { personId }: PersonScope,
  page: Page,
  { status }: { readonly status?: OfferStatus | null | undefined },
): Promise<Offer[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM p2p_offers o WHERE o.seller_id = ${personId}
      ${status ? Prisma.sql`AND o.status = ${status}` : Prisma.empty}
      ${page.beforeId ? Prisma.sql`AND o.id < ${page.beforeId}` : Prisma.empty}
    ORDER BY o.id DESC LIMIT ${page.take}`;
  return rows.map(toOffer);
}
