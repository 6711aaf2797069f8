import type { Letter } from '../../notifications/index.ts';
import type { Tx } from '../../platform/database/index.ts';

/** E-mails about these events of endpoints, to merchants whose contact is an e-mail address. */
export async function readEndpointLetters(tx: Tx, eventIds: readonly string[]): Promise<Letter[]> {
  return tx.$queryRaw`
    SELECT e.id::text AS "eventId", e.merchant_id AS "merchantId", e.type AS kind, m.support_contact AS recipient,
      jsonb_build_object('merchantName', m.name, 'supportContact', NULL, 'planName', NULL, 'invoiceId', NULL,
        'invoiceNumber', NULL, 'total', NULL, 'currency', NULL, 'dueAt', NULL, 'endsAt', NULL, 'onTrial', false,
        'late', false, 'reference', w.url) AS facts
    FROM events e
    JOIN merchants m ON m.id = e.merchant_id
    JOIN webhook_endpoints w ON w.merchant_id = e.merchant_id AND w.id = e.subject_id
    WHERE e.id = ANY(${eventIds.map(BigInt)}) AND m.support_contact ~ '^[^[:space:]@<>]+@[^[:space:]@<>]+[.][^[:space:]@<>]+$'
    ORDER BY e.id`;
}
