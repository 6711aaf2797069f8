import { Prisma, type Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
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

/** Notes that it was sent, unless it was withdrawn meanwhile. */
export async function setSent(tx: Tx, { merchantId, id }: QueuedEmail, now: Date): Promise<void> {
  await tx.email.updateMany({
    where: { merchantId, id },
    data: { status: 'sent', sentAt: now, nextAt: null, lastError: null },
  });
}

/** Notes that it was not sent: to be tried again at an instant, or never. Nothing, if it was withdrawn meanwhile. */
export async function setUnsent(
  tx: Tx,
  { merchantId, id }: QueuedEmail,
  lastError: string,
  nextAt: Date | null,
): Promise<void> {
  await tx.email.updateMany({
    where: { merchantId, id },
    data: { status: nextAt === null ? 'failed' : 'queued', nextAt, lastError: lastError.slice(0, 500) },
  });
}

/** Notes of a merchant's customers with this address that no mail server takes it: they are written to no more. */
export async function setAddressRefused(
  tx: Tx,
  { merchantId, recipient }: Pick<QueuedEmail, 'merchantId' | 'recipient'>,
  reason: string,
  now: Date,
): Promise<void> {
  await tx.customer.updateMany({
    where: { merchantId, email: recipient, emailRefusedAt: null },
    data: { emailRefusedAt: now, emailRefusal: reason.slice(0, 500) },
  });
}

/** Takes back what waits to be sent to a customer of these kinds. */
export async function withdrawEmails(
  tx: Tx,
  { merchantId, customerId }: { readonly merchantId: string; readonly customerId: string },
  kinds: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM emails WHERE merchant_id = ${merchantId} AND next_at IS NOT NULL
      AND kind = ANY (${[...kinds]}::text[]) AND facts->>'customerId' = ${customerId}`;
}

/** An e-mail that was given up. */
export interface FailedEmail {
  readonly id: string;
  readonly merchantId: string;
  readonly kind: string;
  readonly recipient: string;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly status: string;
}

/** E-mails that were given up, newest first: of a merchant, or without one of the installation. */
export async function listFailedEmails(
  tx: Tx,
  { beforeId, take }: Page,
  merchantId?: string,
): Promise<FailedEmail[]> {
  return tx.$queryRaw`
    SELECT ${EMAIL_COLUMNS} FROM emails WHERE status = 'failed'
      ${merchantId === undefined ? Prisma.empty : Prisma.sql`AND merchant_id = ${merchantId}`}
      ${beforeId === undefined ? Prisma.empty : Prisma.sql`AND id < ${beforeId}`}
    ORDER BY id DESC LIMIT ${take}`;
}

/** An e-mail of a merchant, locked until the transaction ends. */
export async function lockEmail(tx: Tx, merchantId: string, id: string): Promise<FailedEmail | undefined> {
  const [email] = await tx.$queryRaw<FailedEmail[]>`
    SELECT ${EMAIL_COLUMNS} FROM emails WHERE merchant_id = ${merchantId} AND id = ${id} FOR UPDATE`;
  return email;
}

const EMAIL_COLUMNS = Prisma.sql`id, merchant_id AS "merchantId", kind, recipient, attempts, last_error AS "lastError",
  created_at AS "createdAt", status`;

/** Has a failed e-mail sent as if it had not been tried; its address may be written to again. */
export async function setQueued(tx: Tx, email: FailedEmail, now: Date): Promise<void> {
  const { merchantId, id, recipient } = email;
  await tx.email.update({
    where: { merchantId_id: { merchantId, id } },
    data: { status: 'queued', nextAt: now, attempts: 0, lastError: null },
  });
  await tx.customer.updateMany({
    where: { merchantId, email: recipient },
    data: { emailRefusedAt: null, emailRefusal: null },
  });
}
