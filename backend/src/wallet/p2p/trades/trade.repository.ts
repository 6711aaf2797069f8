import type { OperatorScope, PersonScope } from '../../../identity/index.ts';
import { Prisma, type Tx } from '../../../platform/database/index.ts';
import type { Page } from '../../../platform/graphql/index.ts';
import type { Trade, TradeRole, TradeStatus } from './trade.ts';

interface Row extends Omit<Trade, 'amount' | 'fee' | 'priceAmount'> {
  readonly amount: string;
  readonly fee: string;
  readonly priceAmount: string;
}

const COLUMNS = Prisma.sql`
  t.id, t.offer_id AS "offerId", t.seller_id AS "sellerId", t.buyer_id AS "buyerId", t.currency, t.amount::text,
  t.fee::text, t.price_currency AS "priceCurrency", t.price_decimals AS "priceDecimals",
  trim_scale(t.unit_price)::text AS "unitPrice", t.price_amount::text AS "priceAmount",
  t.payment_method AS "paymentMethod", t.status, t.hold_id AS "holdId", t.pay_by AS "payBy",
  t.created_at AS "createdAt", t.updated_at AS "updatedAt", t.paid_at AS "paidAt",
  t.payment_reference AS "paymentReference", t.disputed_at AS "disputedAt", t.disputed_by AS "disputedBy",
  t.dispute_reason AS "disputeReason", t.dispute_evidence AS "disputeEvidence", t.resolved_by AS "resolvedBy",
  t.resolution, t.ended_at AS "endedAt"`;

function toTrade({ amount, fee, priceAmount, ...row }: Row): Trade {
  return { ...row, amount: BigInt(amount), fee: BigInt(fee), priceAmount: BigInt(priceAmount) };
}

export async function insertTrade(tx: Tx, { amount, fee, priceAmount, ...row }: Trade): Promise<void> {
  const data = {
    ...row,
    amount: amount.toString(),
    fee: fee.toString(),
    priceAmount: priceAmount.toString(),
  };
  await tx.p2pTrade.create({ data });
}

/** What changes on a trade. */
export type TradeChange = { readonly status: TradeStatus } & Partial<
  Pick<
    Trade,
    | 'paidAt'
    | 'paymentReference'
    | 'disputedAt'
    | 'disputedBy'
    | 'disputeReason'
    | 'disputeEvidence'
    | 'resolvedBy'
    | 'resolution'
    | 'endedAt'
  >
>;

/** Of a trade that this transaction has locked. */
export async function updateTrade(tx: Tx, id: string, now: Date, change: TradeChange): Promise<void> {
  await tx.p2pTrade.update({ where: { id }, data: { ...change, updatedAt: now } });
}

/** A person's own trade, on whichever side of it they are. */
export async function findOwnTrade(
  tx: Tx,
  { personId }: PersonScope,
  id: string,
): Promise<Trade | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM p2p_trades t
    WHERE t.id = ${id} AND (t.buyer_id = ${personId} OR t.seller_id = ${personId})`;
  return row && toTrade(row);
}

/** As `findOwnTrade`, locked until the transaction ends. */
export async function lockOwnTrade(
  tx: Tx,
  { personId }: PersonScope,
  id: string,
): Promise<Trade | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM p2p_trades t
    WHERE t.id = ${id} AND (t.buyer_id = ${personId} OR t.seller_id = ${personId}) FOR NO KEY UPDATE`;
  return row && toTrade(row);
}

/** Anybody's, for an operator. */
export async function findTrade(tx: Tx, _: OperatorScope, id: string): Promise<Trade | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`SELECT ${COLUMNS} FROM p2p_trades t WHERE t.id = ${id}`;
  return row && toTrade(row);
}

/** Anybody's, for an operator, locked until the transaction ends. */
export async function lockTrade(tx: Tx, _: OperatorScope, id: string): Promise<Trade | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM p2p_trades t WHERE t.id = ${id} FOR NO KEY UPDATE`;
  return row && toTrade(row);
}

/** How many trades wait for a buyer's payment. */
export function countUnpaid(tx: Tx, { personId }: PersonScope): Promise<number> {
  return tx.p2pTrade.count({ where: { buyerId: personId, status: 'awaiting_payment' } });
}

export interface OwnTradesFilter {
  readonly status?: TradeStatus | null | undefined;
  readonly role?: TradeRole | null | undefined;
}

/** A person's own trades on one or both sides, newest first: each side is read in the order of its index. */
export async function listOwnTrades(
  tx: Tx,
  { personId }: PersonScope,
  { beforeId, take }: Page,
  { status, role }: OwnTradesFilter,
): Promise<Trade[]> {
  const matching = Prisma.sql`
    ${status ? Prisma.sql`AND t.status = ${status}` : Prisma.empty}
    ${beforeId ? Prisma.sql`AND t.id < ${beforeId}` : Prisma.empty} ORDER BY t.id DESC LIMIT ${take}`;
  const sides = [
    ...(role === 'seller'
      ? []
      : [Prisma.sql`(SELECT * FROM p2p_trades t WHERE t.buyer_id = ${personId} ${matching})`]),
    ...(role === 'buyer'
      ? []
      : [Prisma.sql`(SELECT * FROM p2p_trades t WHERE t.seller_id = ${personId} ${matching})`]),
  ];
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM (${Prisma.join(sides, ' UNION ALL ')}) t ORDER BY t.id DESC LIMIT ${take}`;
  return rows.map(toTrade);
}

/** What waits for an operator, newest first. */
export async function listDisputed(tx: Tx, _: OperatorScope, { beforeId, take }: Page): Promise<Trade[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM p2p_trades t WHERE t.status = 'disputed'
      ${beforeId ? Prisma.sql`AND t.id < ${beforeId}` : Prisma.empty}
    ORDER BY t.id DESC LIMIT ${take}`;
  return rows.map(toTrade);
}

/** Trades whose payment window is over, up to `limit`, those that others are busy with left out; locked. */
export async function lockDueTrades(tx: Tx, now: Date, limit: number): Promise<Trade[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM p2p_trades t WHERE t.status = 'awaiting_payment' AND t.pay_by <= ${now}::timestamptz
    ORDER BY t.pay_by LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED`;
  return rows.map(toTrade);
}

/** Of trades that this transaction has locked. */
export async function endTrades(
  tx: Tx,
  ids: readonly string[],
  status: TradeStatus,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE p2p_trades SET status = ${status}, ended_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
    WHERE id = ANY(${[...ids]})`;
}
