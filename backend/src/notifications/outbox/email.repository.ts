import type { Tx } from '../../platform/database/index.ts';
import type { Letter, LetterFacts } from '../ports.ts';

export interface QueuedEmail {
  readonly merchantId: string;
  readonly id: string;
  readonly kind: string;
  readonly recipient: string;
  readonly facts: LetterFacts;
  readonly attempts: number;
}

/** Keeps e-mails to be sent. One about an event that has one already is left out. */
export async function insertEmails(
  tx: Tx,
  letters: readonly (Letter & { readonly id: string })[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO emails (merchant_id, id, event_id, kind, recipient, facts, status, next_at, created_at)
    SELECT r."merchantId", r.id, r."eventId", r.kind, r.recipient, r.facts, 'queued', ${now}::timestamptz,
      ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(letters)}::jsonb) AS r("merchantId" text, id text, "eventId" bigint,
      kind text, recipient text, facts jsonb)
    ON CONFLICT (event_id) DO NOTHING`;
}

/** Takes up to `limit` due e-mails, those of other workers left out; they are due again at `until` unless settled. */
export async function takeDueEmails(tx: Tx, now: Date, until: Date, limit: number): Promise<QueuedEmail[]> {
  return tx.$queryRaw`
    UPDATE emails m SET next_at = ${until}::timestamptz, attempts = m.attempts + 1
    FROM (
      SELECT merchant_id, id FROM emails WHERE next_at <= ${now}::timestamptz
      ORDER BY next_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) due
    WHERE m.merchant_id = due.merchant_id AND m.id = due.id
    RETURNING m.merchant_id AS "merchantId", m.id, m.kind, m.recipient, m.facts, m.attempts`;
}

export async function setSent(tx: Tx, { merchantId, id }: QueuedEmail, now: Date): Promise<void> {
  await tx.email.update({
    where: { merchantId_id: { merchantId, id } },
    data: { status: 'sent', sentAt: now, nextAt: null, lastError: null },
  });
}

/** Notes that it was not sent: to be tried again at an instant, or never. */
export async function setUnsent(
  tx: Tx,
  { merchantId, id }: QueuedEmail,
  lastError: string,
  nextAt: Date | null,
): Promise<void> {
  await tx.email.update({
    where: { merchantId_id: { merchantId, id } },
    data: { status: nextAt === null ? 'failed' : 'queued', nextAt, lastError: lastError.slice(0, 500) },
  });
}
