import { type Letter, REMINDERS } from '../notifications/index.ts';
import type { Tx } from '../platform/database/index.ts';

/** E-mails about events of invoices, refunds and subscriptions, for customers with an address that takes them: one statement. */
export async function readLetters(tx: Tx, eventIds: readonly string[]): Promise<Letter[]> {
  return tx.$queryRaw`
    SELECT e.id::text AS "eventId", e.merchant_id AS "merchantId", e.type AS kind, c.email AS recipient,
      jsonb_build_object('merchantName', m.name, 'supportContact', m.support_contact, 'customerId', c.id, 'planName', p.name,
        'invoiceId', i.id, 'invoiceNumber', i.number, 'total', coalesce(r.amount, i.total)::text,
        'currency', coalesce(r.currency, i.currency), 'reference', r.reference,
        'late', coalesce(i.paid_late, false) OR EXISTS (SELECT FROM payments pm WHERE pm.merchant_id = i.merchant_id
          AND pm.invoice_id = i.id AND pm.late AND pm.status = 'settled'),
        'brandColor', m.brand_color, 'logo', CASE WHEN m.logo_hash IS NOT NULL THEN jsonb_build_object('merchantId', m.id,
          'hash', m.logo_hash, 'width', m.logo_width, 'height', m.logo_height) END,
        'dueAt', i.due_at, 'endsAt', s.paid_through, 'onTrial', coalesce(s.status = 'trialing', false)) AS facts
    FROM events e
    JOIN merchants m ON m.id = e.merchant_id
    LEFT JOIN refunds r ON r.merchant_id = e.merchant_id AND r.id = e.subject_id
    LEFT JOIN invoices i ON i.merchant_id = e.merchant_id AND i.id = coalesce(r.invoice_id, e.subject_id)
    LEFT JOIN subscriptions s ON s.merchant_id = e.merchant_id AND s.id = coalesce(i.subscription_id, e.subject_id)
    LEFT JOIN plans p ON p.merchant_id = s.merchant_id AND p.id = s.plan_id
    JOIN customers c ON c.merchant_id = e.merchant_id AND c.id = coalesce(i.customer_id, s.customer_id)
    WHERE e.id = ANY(${eventIds.map(BigInt)}) AND c.email IS NOT NULL AND c.email_refused_at IS NULL
      AND (c.reminders_stopped_at IS NULL OR e.type <> ALL (${REMINDERS}::text[]))
    ORDER BY e.id`;
}
