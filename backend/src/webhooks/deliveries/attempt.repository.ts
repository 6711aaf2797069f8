import type { Tx } from '../../platform/database/index.ts';
import type { DeliveryStatus } from './delivery.ts';

/** A delivery as a worker takes it up. */
export interface DueDelivery {
  readonly merchantId: string;
  readonly endpointId: string;
  readonly id: string;
  readonly messageId: string;
  readonly attempts: number;
  readonly scheduleFrom: number;
  readonly payload: string;
}

/** An attempt as it is logged, and what becomes of its delivery. */
export interface AttemptRecord {
  readonly merchantId: string;
  readonly deliveryId: string;
  readonly number: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly responseStatus: number | null;
  readonly responseHeaders: Readonly<Record<string, string>> | null;
  readonly responseBody: string | null;
  readonly error: string | null;
  readonly status: Exclude<DeliveryStatus, 'canceled'>;
  readonly nextAttemptAt: Date | null;
}

/** The first due deliveries of each queue, as many as it asks for, without those that are being sent. */
export function readDueDeliveries(
  tx: Tx,
  queues: readonly { readonly endpointId: string; readonly take: number }[],
  beingSent: readonly string[],
  now: Date,
): Promise<DueDelivery[]> {
  return tx.$queryRaw`
    SELECT d.merchant_id AS "merchantId", d.endpoint_id AS "endpointId", d.id, d.message_id AS "messageId",
      d.attempts, d.schedule_from AS "scheduleFrom", m.payload
    FROM jsonb_to_recordset(${JSON.stringify(queues)}::jsonb) AS k("endpointId" text, take int)
    CROSS JOIN LATERAL (
      SELECT * FROM webhook_deliveries
      WHERE endpoint_id = k."endpointId" AND status = 'pending' AND next_attempt_at <= ${now}::timestamptz
        AND id <> ALL(${[...beingSent]})
      ORDER BY next_attempt_at, position LIMIT k.take
    ) d
    JOIN webhook_messages m ON m.merchant_id = d.merchant_id AND m.id = d.message_id
    ORDER BY d.next_attempt_at, d.position`;
}

/** Logs attempts and moves their deliveries. One that has ended meanwhile stays as it is. */
export async function recordAttempts(tx: Tx, records: readonly AttemptRecord[], now: Date): Promise<void> {
  await tx.$executeRaw`
    WITH rows AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r("merchantId" text,
        "deliveryId" text, number int, at timestamptz, "durationMs" int, "requestHeaders" jsonb,
        "responseStatus" int, "responseHeaders" jsonb, "responseBody" text, error text, status text,
        "nextAttemptAt" timestamptz)
    ), logged AS (
      INSERT INTO webhook_attempts (merchant_id, delivery_id, number, at, duration_ms, request_headers,
        response_status, response_headers, response_body, error)
      SELECT "merchantId", "deliveryId", number, at, "durationMs", "requestHeaders", "responseStatus",
        "responseHeaders", "responseBody", error
      FROM rows ON CONFLICT DO NOTHING
    )
    UPDATE webhook_deliveries d
    SET status = r.status, attempts = GREATEST(d.attempts, r.number), next_attempt_at = r."nextAttemptAt",
      finished_at = CASE WHEN r.status <> 'pending' THEN ${now}::timestamptz END
    FROM rows r
    WHERE d.merchant_id = r."merchantId" AND d.id = r."deliveryId" AND d.status = 'pending'`;
}
