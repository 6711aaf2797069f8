import type { MerchantScope } from '../../identity/index.ts';
import { Prisma, type Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import type { DeliveryStatus } from './delivery.ts';

/** A delivery as its merchant sees it. */
export interface DeliveryRow {
  readonly merchantId: string;
  readonly id: string;
  readonly endpointId: string;
  readonly messageId: string;
  readonly eventType: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export interface DeliveryFilter {
  readonly endpointId?: string | null | undefined;
  readonly status?: DeliveryStatus | null | undefined;
  readonly eventType?: string | null | undefined;
  readonly messageId?: string | null | undefined;
}

const COLUMNS = {
  merchantId: true,
  id: true,
  endpointId: true,
  messageId: true,
  eventType: true,
  status: true,
  attempts: true,
  nextAttemptAt: true,
  createdAt: true,
  finishedAt: true,
} as const;

/** A merchant's deliveries, newest first. */
export async function listDeliveries(
  tx: Tx,
  { merchantId }: MerchantScope,
  { beforeId, take }: Page,
  { endpointId, status, eventType, messageId }: DeliveryFilter,
): Promise<DeliveryRow[]> {
  const rows = await tx.webhookDelivery.findMany({
    where: {
      merchantId,
      ...(endpointId ? { endpointId } : {}),
      ...(status ? { status } : {}),
      ...(eventType ? { eventType } : {}),
      ...(messageId ? { messageId } : {}),
      ...(beforeId ? { id: { lt: beforeId } } : {}),
    },
    select: COLUMNS,
    orderBy: { id: 'desc' },
    take,
  });
  return rows.map((row) => ({ ...row, status: row.status as DeliveryStatus }));
}

export async function findDelivery(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
): Promise<DeliveryRow | undefined> {
  const row = await tx.webhookDelivery.findUnique({
    where: { merchantId_id: { merchantId, id } },
    select: COLUMNS,
  });
  return row ? { ...row, status: row.status as DeliveryStatus } : undefined;
}

/** Has a delivery sent again, on a schedule of its own. Returns whether it was one that had ended. */
export async function reopenDelivery(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
  now: Date,
): Promise<boolean> {
  const reopened = await tx.$executeRaw`
    UPDATE webhook_deliveries
    SET status = 'pending', schedule_from = attempts, next_attempt_at = ${now}::timestamptz, finished_at = NULL
    WHERE merchant_id = ${merchantId} AND id = ${id} AND status IN ('succeeded', 'failed')`;
  return reopened === 1;
}

/** Has up to `limit` deliveries that failed since then sent again. Returns how many there were. */
export async function reopenFailed(
  tx: Tx,
  { merchantId }: MerchantScope,
  endpointId: string,
  since: Date,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE webhook_deliveries d
    SET status = 'pending', schedule_from = attempts, next_attempt_at = ${now}::timestamptz, finished_at = NULL
    FROM (
      SELECT id FROM webhook_deliveries
      WHERE endpoint_id = ${endpointId} AND status = 'failed' AND finished_at >= ${since}::timestamptz
      ORDER BY finished_at LIMIT ${limit} FOR UPDATE
    ) f
    WHERE d.merchant_id = ${merchantId} AND d.id = f.id`;
}

/** A delivery of a message that is written already, due now. */
export async function insertDelivery(
  tx: Tx,
  delivery: Pick<DeliveryRow, 'merchantId' | 'id' | 'endpointId' | 'messageId' | 'eventType'>,
  now: Date,
): Promise<void> {
  await tx.webhookDelivery.create({
    data: { ...delivery, position: 0n, status: 'pending', nextAttemptAt: now, createdAt: now },
  });
}

/** Bodies of messages that came from deliveries the caller may see, by id. */
export async function readPayloads(
  tx: Tx,
  keys: readonly { readonly merchantId: string; readonly messageId: string }[],
): Promise<Map<string, string>> {
  const rows = await tx.webhookMessage.findMany({
    where: {
      merchantId: { in: keys.map(({ merchantId }) => merchantId) },
      id: { in: keys.map(({ messageId }) => messageId) },
    },
    select: { id: true, payload: true },
  });
  return new Map(rows.map(({ id, payload }) => [id, payload ?? '']));
}

export interface AttemptRow {
  readonly deliveryId: string;
  readonly number: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly responseStatus: number | null;
  readonly responseHeaders: Readonly<Record<string, string>> | null;
  readonly responseBody: string | null;
  readonly error: string | null;
}

/** Attempts of deliveries that the caller may see, by delivery, the first first. */
export async function readAttempts(
  tx: Tx,
  keys: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<Map<string, AttemptRow[]>> {
  const rows = await tx.$queryRaw<AttemptRow[]>`
    SELECT a.delivery_id AS "deliveryId", a.number, a.at, a.duration_ms AS "durationMs",
      a.request_headers AS "requestHeaders", a.response_status AS "responseStatus",
      a.response_headers AS "responseHeaders", a.response_body AS "responseBody", a.error
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k("merchantId" text, id text)
    JOIN webhook_attempts a ON a.merchant_id = k."merchantId" AND a.delivery_id = k.id
    ORDER BY a.number`;
  return Map.groupBy(rows, ({ deliveryId }) => deliveryId);
}

/**
 * Forgets up to `limit` messages from before then, with their deliveries and attempts. Returns how many there
 * were.
 */
export async function deleteMessagesBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  const rows = await tx.$queryRaw<{ merchantId: string; id: string }[]>`
    SELECT merchant_id AS "merchantId", id FROM webhook_messages
    WHERE created_at < ${before}::timestamptz ORDER BY created_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
  if (rows.length === 0) return 0;
  const keys = Prisma.sql`
    jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS k("merchantId" text, id text)`;
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM webhook_deliveries d USING ${keys}
      WHERE d.merchant_id = k."merchantId" AND d.message_id = k.id RETURNING d.merchant_id, d.id
    )
    DELETE FROM webhook_attempts a USING gone
    WHERE a.merchant_id = gone.merchant_id AND a.delivery_id = gone.id`;
  await tx.$executeRaw`
    DELETE FROM webhook_messages m USING ${keys} WHERE m.merchant_id = k."merchantId" AND m.id = k.id`;
  return rows.length;
}
