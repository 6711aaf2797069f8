import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import { fromTerms, toTerms } from '../pricing/stored-terms.ts';
import type { CreditReason, ExpressBuy, ExpressBuyStatus } from './express-buy.ts';
import type { FiatCollection, PayTo } from './ports.ts';

type Row = NonNullable<Awaited<ReturnType<Tx['expressBuy']['findUnique']>>>;

export async function insertBuy(
  tx: Tx,
  buy: Omit<ExpressBuy, 'collectionId' | 'reference' | 'payTo' | 'creditReason'>,
): Promise<void> {
  const { terms, ...rest } = buy;
  await tx.expressBuy.create({ data: { ...rest, ...fromTerms(terms) } });
}

export async function findOwnBuy(
  tx: Tx,
  { personId }: PersonScope,
  id: string,
): Promise<ExpressBuy | undefined> {
  const row = await tx.expressBuy.findUnique({ where: { id, personId } });
  return row ? toBuy(row) : undefined;
}

/** A person's purchases, those that were only quoted left out, newest first. */
export async function listOwnBuys(
  tx: Tx,
  { personId }: PersonScope,
  { beforeId, take }: Page,
): Promise<ExpressBuy[]> {
  const rows = await tx.expressBuy.findMany({
    where: { personId, status: { not: 'quoted' }, ...(beforeId ? { id: { lt: beforeId } } : {}) },
    orderBy: { id: 'desc' },
    take,
  });
  return rows.map(toBuy);
}

/** Locked until the transaction ends. For what the product does by itself or an operator decides. */
export async function lockBuy(tx: Tx, id: string): Promise<ExpressBuy | undefined> {
  await tx.$executeRaw`SELECT 1 FROM express_buys WHERE id = ${id} FOR NO KEY UPDATE`;
  const row = await tx.expressBuy.findUnique({ where: { id } });
  return row ? toBuy(row) : undefined;
}

/** The purchase that a reference stands for, if there is one. */
export async function findBuyId(tx: Tx, rail: string, reference: string): Promise<string | undefined> {
  const row = await tx.expressBuy.findUnique({
    where: { rail_reference: { rail, reference } },
    select: { id: true },
  });
  return row?.id;
}

export async function setBuyStatus(
  tx: Tx,
  id: string,
  change: {
    readonly status: ExpressBuyStatus;
    readonly updatedAt: Date;
    readonly creditReason?: CreditReason;
  },
): Promise<void> {
  await tx.expressBuy.update({ where: { id }, data: change });
}

export async function setBuyOpened(
  tx: Tx,
  id: string,
  collection: FiatCollection,
  updatedAt: Date,
): Promise<void> {
  const { id: collectionId, reference, payTo } = collection;
  await tx.expressBuy.update({
    where: { id },
    data: { status: 'awaiting_payment', collectionId, reference, payTo: { ...payTo }, updatedAt },
  });
}

/** Purchases that wait for their rail, oldest first. */
export async function listOpeningBuys(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.expressBuy.findMany({
    where: { status: 'opening' },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Ends up to `limit` orders: those not opened by `now`, and those not paid whose time ended by `unpaidBy`. */
export function expireBuys(
  tx: Tx,
  { now, unpaidBy, limit }: { readonly now: Date; readonly unpaidBy: Date; readonly limit: number },
): Promise<{ readonly id: string; readonly personId: string }[]> {
  return tx.$queryRaw`
    UPDATE express_buys SET status = 'expired', updated_at = ${now}::timestamptz
    WHERE id IN (
      SELECT id FROM express_buys
      WHERE (status = 'opening' AND expires_at <= ${now}::timestamptz)
        OR (status = 'awaiting_payment' AND expires_at <= ${unpaidBy}::timestamptz)
      ORDER BY id LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id, person_id AS "personId"`;
}

/** Forgets quotes that nobody ordered and that expired before, at most `limit`; returns how many there were. */
export function deleteUnorderedQuotes(tx: Tx, before: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM express_buys WHERE id IN (
      SELECT id FROM express_buys WHERE status = 'quoted' AND expires_at < ${before}::timestamptz
      ORDER BY expires_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
}

function toBuy(row: Row): ExpressBuy {
  const { id, personId, rail, collectionId, reference, createdAt, expiresAt, updatedAt } = row;
  return {
    id,
    personId,
    rail,
    terms: toTerms(row),
    status: row.status as ExpressBuyStatus,
    creditReason: row.creditReason as CreditReason | null,
    collectionId,
    reference,
    payTo: row.payTo as PayTo | null,
    createdAt,
    expiresAt,
    updatedAt,
  };
}
