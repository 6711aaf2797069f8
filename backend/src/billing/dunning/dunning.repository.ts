import type { MerchantScope } from '../../identity/index.ts';
import { type Prisma, Prisma as sql, type Tx } from '../../platform/database/index.ts';
import { type Due, ofTimekeeper } from '../clock/clock.repository.ts';
import {
  INVOICE_COLUMNS,
  type InvoiceRow,
  type StoredInvoice,
  toInvoiceRow,
} from '../invoices/invoice-row.ts';
import { jsonRows } from '../json-rows.ts';
import type { SubscriptionStatus } from '../subscriptions/subscription.ts';
import type { DunningPolicy } from './dunning-policy.ts';

interface DunningFacts {
  readonly dunningFrom: Date | null;
  /** Up to when its steps have been taken. */
  readonly dunnedThrough: Date | null;
  readonly subscriptionStatus: SubscriptionStatus | null;
  readonly autoRail: string | null;
  /** As it is stored; null where the merchant has not said. */
  readonly policy: unknown;
  /** Whether a payment has been seen that has not settled. */
  readonly underWay: boolean;
}

/** An open invoice of which a step is due. */
export type DueInvoice = InvoiceRow & DunningFacts;

const DUE_COLUMNS = sql.sql`${INVOICE_COLUMNS}, i.dunning_from AS "dunningFrom", i.dunned_through AS "dunnedThrough",
  s.status AS "subscriptionStatus", s.auto_rail AS "autoRail", bp.dunning AS policy,
  EXISTS (SELECT FROM payments p WHERE p.merchant_id = i.merchant_id AND p.invoice_id = i.id
    AND p.status IN ('detected', 'confirming')) AS "underWay"
  FROM invoices i
  LEFT JOIN subscriptions s ON s.merchant_id = i.merchant_id AND s.id = i.subscription_id
  LEFT JOIN billing_policies bp ON bp.merchant_id = i.merchant_id`;

/** Up to `limit` due invoices whose subscribers have allowed a rail, except these; they are not locked. */
export async function listDueAutoPaid(
  tx: Tx,
  { now, limit, merchantId }: Due,
  except: readonly string[],
): Promise<DueInvoice[]> {
  const stored = await tx.$queryRaw<(StoredInvoice & DunningFacts)[]>`
    SELECT ${DUE_COLUMNS}
    WHERE i.next_dunning_at <= ${now}::timestamptz AND ${ofTimekeeper('i', { merchantId })}
      AND s.auto_rail IS NOT NULL AND NOT i.id = ANY(${[...except]})
    ORDER BY i.next_dunning_at LIMIT ${limit}`;
  return stored.map(toDueInvoice);
}

/**
 * Takes up to `limit` invoices of which a step is due, those of other workers left out, and locks them until the
 * transaction ends. Of those whose subscribers have allowed a rail only these, for which it has been tried; all, where
 * none can be tried.
 */
export async function takeDueInvoices(
  tx: Tx,
  { now, limit, merchantId }: Due,
  tried: readonly string[] | null,
): Promise<DueInvoice[]> {
  const ready = tried === null ? sql.empty : sql.sql`AND (s.auto_rail IS NULL OR i.id = ANY(${[...tried]}))`;
  const stored = await tx.$queryRaw<(StoredInvoice & DunningFacts)[]>`
    SELECT ${DUE_COLUMNS}
    WHERE i.next_dunning_at <= ${now}::timestamptz AND ${ofTimekeeper('i', { merchantId })} ${ready}
    ORDER BY i.next_dunning_at LIMIT ${limit} FOR NO KEY UPDATE OF i SKIP LOCKED`;
  return stored.map(toDueInvoice);
}

function toDueInvoice(stored: StoredInvoice & DunningFacts): DueInvoice {
  const { dunningFrom, dunnedThrough, subscriptionStatus, autoRail, policy, underWay } = stored;
  const facts = { dunningFrom, dunnedThrough, subscriptionStatus, autoRail, policy, underWay };
  return { ...toInvoiceRow(stored), ...facts };
}

/** How far the dunning of an invoice has come. */
export interface DunningProgress {
  readonly merchantId: string;
  readonly id: string;
  /** Null leaves it where it is: its steps are put off. */
  readonly through: Date | null;
  readonly steps: number;
  readonly nextAt: Date | null;
}

export async function writeProgress(tx: Tx, progress: readonly DunningProgress[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE invoices i SET dunned_through = coalesce(r.through, i.dunned_through),
      dunning_step = i.dunning_step + r.steps, next_dunning_at = r."nextAt"
    FROM jsonb_to_recordset(${jsonRows(progress)}::jsonb) AS r("merchantId" text, id text, through timestamptz,
      steps int, "nextAt" timestamptz)
    WHERE i.merchant_id = r."merchantId" AND i.id = r.id`;
}

/** Gives locked open invoices up: as void those of which nothing was owed and nothing has arrived. */
export async function closeInvoices(
  tx: Tx,
  closing: readonly { readonly merchantId: string; readonly id: string; readonly voidable: boolean }[],
  now: Date,
): Promise<InvoiceRow[]> {
  const stored = await tx.$queryRaw<StoredInvoice[]>`
    UPDATE invoices i SET next_dunning_at = NULL, closed_at = ${now}::timestamptz, revision = i.revision + 1,
      updated_at = ${now}::timestamptz,
      status = CASE WHEN r.voidable AND i.paid = 0 AND i.credit = 0 THEN 'void' ELSE 'uncollectible' END
    FROM jsonb_to_recordset(${jsonRows(closing)}::jsonb) AS r("merchantId" text, id text, voidable boolean)
    WHERE i.merchant_id = r."merchantId" AND i.id = r.id AND i.status = 'open'
    RETURNING ${INVOICE_COLUMNS}`;
  return stored.map(toInvoiceRow);
}

/** What the dunning of these invoices depends on beside themselves. */
export async function readDunningTerms(
  tx: Tx,
  invoices: readonly {
    readonly merchantId: string;
    readonly id: string;
    readonly subscriptionId: string | null;
  }[],
): Promise<Map<string, { readonly policy: unknown; readonly autoPaid: boolean }>> {
  const rows = await tx.$queryRaw<{ id: string; policy: unknown; autoPaid: boolean }[]>`
    SELECT k.id, bp.dunning AS policy, s.auto_rail IS NOT NULL AS "autoPaid"
    FROM jsonb_to_recordset(${jsonRows(invoices)}::jsonb) AS k("merchantId" text, id text, "subscriptionId" text)
    LEFT JOIN billing_policies bp ON bp.merchant_id = k."merchantId"
    LEFT JOIN subscriptions s ON s.merchant_id = k."merchantId" AND s.id = k."subscriptionId"
    WHERE bp.dunning IS NOT NULL OR s.auto_rail IS NOT NULL`;
  return new Map(rows.map(({ id, ...terms }) => [id, terms]));
}

export async function findDunningPolicy(
  tx: Tx,
  { merchantId }: Pick<MerchantScope, 'merchantId'>,
): Promise<unknown> {
  return (await tx.billingPolicy.findUnique({ where: { merchantId }, select: { dunning: true } }))?.dunning;
}

/** Keeps a merchant's policy, and has its open invoices looked at anew. */
export async function writeDunningPolicy(
  tx: Tx,
  { merchantId }: MerchantScope,
  policy: DunningPolicy,
  now: Date,
): Promise<void> {
  const dunning: Prisma.InputJsonObject = { ...policy };
  await tx.billingPolicy.upsert({
    where: { merchantId },
    create: { merchantId, dunning },
    update: { dunning },
  });
  await tx.$executeRaw`
    UPDATE invoices SET next_dunning_at = least(next_dunning_at, ${now}::timestamptz)
    WHERE merchant_id = ${merchantId} AND status = 'open' AND next_dunning_at IS NOT NULL`;
}
