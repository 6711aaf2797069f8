import { Prisma, type Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import type { InvoiceRow } from './invoice-row.ts';

/**
 * Whether an unpaid invoice, under the alias `i`, sells what is no longer sold for it: periods at another price or
 * quantity than the subscription has by now, or a change that was worked out before a further period was paid, or before
 * another change. Not one that was paid before and whose payment has only left the chain; but one that is void may have
 * been outdated then already. What is minted on the chain costs what its token says.
 */
export const OUTDATED = Prisma.sql`
  (i.status = 'void' OR NOT EXISTS (SELECT FROM payments p
    WHERE p.merchant_id = i.merchant_id AND p.invoice_id = i.id AND p.bookings > 1))
  AND EXISTS (
    SELECT FROM subscriptions su
    LEFT JOIN LATERAL (
      SELECT st.number, st.price_id, st.quantity FROM subscription_steps st
      WHERE st.merchant_id = su.merchant_id AND st.subscription_id = su.id AND st.kind = 'change'
        AND (st.invoice_id IS NULL OR EXISTS (SELECT FROM invoices ti WHERE ti.merchant_id = st.merchant_id
          AND ti.id = st.invoice_id AND ti.status = 'paid'))
      ORDER BY st.number DESC LIMIT 1
    ) taken ON true
    JOIN prices pr ON pr.merchant_id = su.merchant_id AND pr.id = coalesce(taken.price_id, su.price_id)
      AND NOT pr.on_chain
    LEFT JOIN subscription_steps own ON own.merchant_id = su.merchant_id AND own.subscription_id = su.id
      AND own.invoice_id = i.id
    WHERE su.merchant_id = i.merchant_id AND su.id = i.subscription_id AND (
      own.number < taken.number
      OR (i.kind = 'change' AND (own.number IS NULL OR EXISTS (SELECT FROM invoices g
        WHERE g.merchant_id = i.merchant_id AND g.subscription_id = i.subscription_id AND g.periods > 0
          AND g.completed_number > own.number)))
      OR (own.number IS NULL AND EXISTS (SELECT FROM invoice_lines l
        WHERE l.merchant_id = i.merchant_id AND l.invoice_id = i.id AND l.kind = 'plan'
          AND (l.unit_amount <> pr.amount
            OR l.quantity <> coalesce(taken.quantity, su.quantity)::bigint * i.periods)))
    ))`;

/**
 * Those of locked invoices that are outdated, by id. Their subscriptions stay locked until the transaction ends, so that
 * of what is paid at the same moment one comes first.
 */
export async function lockOutdated(tx: Tx, invoices: readonly InvoiceRow[]): Promise<Set<string>> {
  const keys = invoices
    .filter(
      ({ status, subscriptionId }) => subscriptionId !== null && status !== 'paid' && status !== 'draft',
    )
    .map(({ merchantId, id, subscriptionId }) => ({ merchantId, id, subscriptionId }));
  if (keys.length === 0) return new Set();
  const rows = jsonRows(keys);
  await tx.$queryRaw`
    SELECT FROM (
      SELECT DISTINCT "merchantId", "subscriptionId"
      FROM jsonb_to_recordset(${rows}::jsonb) AS r("merchantId" text, "subscriptionId" text)
    ) k
    JOIN subscriptions s ON s.merchant_id = k."merchantId" AND s.id = k."subscriptionId"
    ORDER BY s.merchant_id, s.id FOR NO KEY UPDATE OF s`;
  const outdated = await tx.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM jsonb_to_recordset(${rows}::jsonb) AS k("merchantId" text, id text)
    JOIN invoices i ON i.merchant_id = k."merchantId" AND i.id = k.id
    WHERE ${OUTDATED}`;
  return new Set(outdated.map(({ id }) => id));
}
