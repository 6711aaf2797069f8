import type { Prisma, Tx } from '../../platform/database/index.ts';

/** What waits for its body and its deliveries. */
export interface WaitingMessage {
  readonly merchantId: string;
  readonly id: string;
  readonly type: string;
  readonly subjectId: string;
  readonly data: Prisma.JsonValue;
  readonly occurredAt: Date;
  readonly position: bigint;
}

interface MessageKey {
  readonly merchantId: string;
  readonly id: string;
}

/** Keeps those of the events that an endpoint wants to hear of, under the ids given with them. */
export async function insertMessages(
  tx: Tx,
  events: readonly { readonly eventId: string; readonly id: string }[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO webhook_messages (merchant_id, id, type, subject_id, position, event_data, occurred_at, fan_out_at,
      created_at)
    SELECT e.merchant_id, n.id, e.type, e.subject_id, e.id, e.data, e.created_at, ${now}::timestamptz,
      ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS n("eventId" bigint, id text)
    JOIN events e ON e.id = n."eventId"
    WHERE EXISTS (
      SELECT 1 FROM webhook_endpoints w
      WHERE w.merchant_id = e.merchant_id AND w.status = 'enabled'
        AND w.event_types && ARRAY['*', e.type, split_part(e.type, '.', 1) || '.*'])`;
}

/** Takes messages without deliveries, the oldest first, those of other workers left out. */
export function takeWaitingMessages(tx: Tx, now: Date, limit: number): Promise<WaitingMessage[]> {
  return tx.$queryRaw`
    SELECT merchant_id AS "merchantId", id, type, subject_id AS "subjectId", event_data AS data,
      occurred_at AS "occurredAt", position
    FROM webhook_messages WHERE fan_out_at <= ${now}::timestamptz
    ORDER BY fan_out_at, position LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
}

export async function setPayloads(
  tx: Tx,
  messages: readonly (MessageKey & { readonly payload: string })[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_messages m SET payload = r.payload, fan_out_at = NULL
    FROM jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) AS r("merchantId" text, id text, payload text)
    WHERE m.merchant_id = r."merchantId" AND m.id = r.id`;
}

export async function postponeMessages(tx: Tx, messages: readonly MessageKey[], until: Date): Promise<void> {
  const keys = messages.map(({ merchantId, id }) => ({ merchantId, id }));
  await tx.$executeRaw`
    UPDATE webhook_messages m SET fan_out_at = ${until}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS r("merchantId" text, id text)
    WHERE m.merchant_id = r."merchantId" AND m.id = r.id`;
}

/** A message whose body is known at once. */
export async function insertReadyMessage(
  tx: Tx,
  message: MessageKey & {
    readonly type: string;
    readonly subjectId: string;
    readonly payload: string;
  },
  now: Date,
): Promise<void> {
  await tx.webhookMessage.create({
    data: { ...message, position: 0n, eventData: {}, occurredAt: now, fanOutAt: null, createdAt: now },
  });
}

export interface MessageEndpoint {
  readonly merchantId: string;
  readonly messageId: string;
  readonly endpointId: string;
}

/**
 * The endpoints that want each message. Their queues are locked until the transaction ends, in one order for
 * everybody: a worker that finds a queue empty does so before or after this, never at the same time.
 */
export async function lockMatchingQueues(
  tx: Tx,
  messages: readonly (MessageKey & { readonly type: string })[],
): Promise<MessageEndpoint[]> {
  const keys = messages.map(({ merchantId, id, type }) => ({ merchantId, id, type }));
  const pairs = await tx.$queryRaw<MessageEndpoint[]>`
    SELECT k."merchantId", k.id AS "messageId", w.id AS "endpointId"
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k("merchantId" text, id text, type text)
    JOIN webhook_endpoints w ON w.merchant_id = k."merchantId" AND w.status = 'enabled'
      AND w.event_types && ARRAY['*', k.type, split_part(k.type, '.', 1) || '.*']`;
  await tx.$queryRaw`
    SELECT 1 FROM webhook_queues WHERE endpoint_id = ANY(${[...new Set(pairs.map((pair) => pair.endpointId))]})
      AND merchant_id = ANY(${[...new Set(pairs.map((pair) => pair.merchantId))]})
    ORDER BY merchant_id, endpoint_id FOR UPDATE`;
  return pairs;
}

/** Writes deliveries, due now, and wakes their queues. */
export async function insertDeliveries(
  tx: Tx,
  deliveries: readonly (MessageEndpoint & { readonly id: string })[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    WITH rows AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb)
        AS r("merchantId" text, "messageId" text, "endpointId" text, id text)
    ), written AS (
      INSERT INTO webhook_deliveries (merchant_id, id, endpoint_id, message_id, event_type, position, status,
        next_attempt_at, created_at)
      SELECT r."merchantId", r.id, r."endpointId", r."messageId", m.type, m.position, 'pending', ${now}::timestamptz,
        ${now}::timestamptz
      FROM rows r JOIN webhook_messages m ON m.merchant_id = r."merchantId" AND m.id = r."messageId"
    )
    UPDATE webhook_queues q
    SET due_at = LEAST(COALESCE(q.due_at, 'infinity'), GREATEST(${now}::timestamptz, q.retry_at))
    FROM (SELECT DISTINCT "merchantId", "endpointId" FROM rows) r
    WHERE q.merchant_id = r."merchantId" AND q.endpoint_id = r."endpointId" AND q.lease_id IS NULL`;
}
