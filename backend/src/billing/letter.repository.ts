import type { Letter } from '../notifications/index.ts';
import type { Tx } from '../platform/database/index.ts';

/** E-mails about events of invoices and subscriptions, for customers who have an address: one statement. */
export async function readLetters(tx: Tx, eventIds: readonly string[]): Promise<Letter[]> {
  return tx.$queryRaw`
    SELECT e.id::text AS "eventId", e.merchant_id AS "merchantId", e.type AS kind, c.email AS recipient,
      jsonb_build_object('merchantName', m.name, 'supportContact', m.support_contact, 'planName', p.name,
        'invoiceId', i.id, 'invoiceNumber', i.number, 'total', i.total::text, 'currency', i.currency,
        'dueAt', i.due_at, 'endsAt', s.paid_through, 'onTrial', coalesce(s.status = 'trialing', false)) AS facts
    FROM events e
    JOIN merchants m ON m.id = e.merchant_id
    LEFT JOIN invoices i ON i.merchant_id = e.merchant_id AND i.id = e.subject_id
    LEFT JOIN subscriptions s ON s.merchant_id = e.merchant_id AND s.id = coalesce(i.subscription_id, e.subject_id)
    LEFT JOIN plans p ON p.merchant_id = s.merchant_id AND p.id = s.plan_id
    JOIN customers c ON c.merchant_id = e.merchant_id AND c.id = coalesce(i.customer_id, s.customer_id)
    WHERE e.id = ANY(${eventIds.map(BigInt)}) AND c.email IS NOT NULL
    ORDER BY e.id`;
}
