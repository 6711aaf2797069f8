import type { Tx } from '../../platform/database/index.ts';

export interface QueueKey {
  readonly merchantId: string;
  readonly endpointId: string;
}

/** A queue as it is taken. */
export interface TakenQueue extends QueueKey {
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly retryAt: Date | null;
}

/** A worker's hold on queues: nobody else sends for them until then. */
export interface Lease {
  readonly leaseId: string;
  readonly until: Date;
}

/** Takes queues in which something is due, the longest waiting first, those of other workers left out. */
export function takeQueues(tx: Tx, lease: Lease, now: Date, limit: number): Promise<TakenQueue[]> {
  // A queue whose worker was killed is due again when its lease ends: one condition finds both.
  return tx.$queryRaw`
    WITH due AS (
      SELECT merchant_id, endpoint_id FROM webhook_queues
      WHERE due_at <= ${now}::timestamptz ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    UPDATE webhook_queues q
    SET lease_id = ${lease.leaseId}, leased_until = ${lease.until}::timestamptz, due_at = ${lease.until}::timestamptz
    FROM due WHERE q.merchant_id = due.merchant_id AND q.endpoint_id = due.endpoint_id
    RETURNING q.merchant_id AS "merchantId", q.endpoint_id AS "endpointId", q.failures,
      q.failing_since AS "failingSince", q.retry_at AS "retryAt"`;
}

/** Those of the queues that are still held under the lease, locked until the transaction ends. */
export async function lockHeldQueues(
  tx: Tx,
  leaseId: string,
  endpointIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ endpointId: string }[]>`
    SELECT endpoint_id AS "endpointId" FROM webhook_queues
    WHERE endpoint_id = ANY(${[...endpointIds]}) AND lease_id = ${leaseId}
    ORDER BY merchant_id, endpoint_id FOR UPDATE`;
  return new Set(rows.map(({ endpointId }) => endpointId));
}

/** Keeps queues for longer. */
export async function renewLeases(tx: Tx, lease: Lease, keys: readonly QueueKey[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_queues q SET leased_until = ${lease.until}::timestamptz, due_at = ${lease.until}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k("merchantId" text, "endpointId" text)
    WHERE q.merchant_id = k."merchantId" AND q.endpoint_id = k."endpointId" AND q.lease_id = ${lease.leaseId}`;
}

export async function setHealth(
  tx: Tx,
  queues: readonly (QueueKey & {
    readonly failures: number;
    readonly failingSince: Date | null;
    readonly retryAt: Date | null;
  })[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_queues q
    SET failures = k.failures, failing_since = k."failingSince", retry_at = k."retryAt"
    FROM jsonb_to_recordset(${JSON.stringify(queues)}::jsonb) AS k("merchantId" text, "endpointId" text,
      failures int, "failingSince" timestamptz, "retryAt" timestamptz)
    WHERE q.merchant_id = k."merchantId" AND q.endpoint_id = k."endpointId"`;
}

/** Lets go of locked queues; each is due again when the first of what waits in it is. */
export async function releaseQueues(tx: Tx, leaseId: string, keys: readonly QueueKey[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_queues q
    SET lease_id = NULL, leased_until = NULL, due_at = CASE WHEN e.status = 'enabled' THEN (
      SELECT GREATEST(d.next_attempt_at, q.retry_at) FROM webhook_deliveries d
      WHERE d.endpoint_id = q.endpoint_id AND d.status = 'pending'
      ORDER BY d.next_attempt_at, d.position LIMIT 1) END
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k("merchantId" text, "endpointId" text)
    JOIN webhook_endpoints e ON e.merchant_id = k."merchantId" AND e.id = k."endpointId"
    WHERE q.merchant_id = k."merchantId" AND q.endpoint_id = k."endpointId" AND q.lease_id = ${leaseId}`;
}

/** An endpoint as it is sent to. Secrets are encrypted. */
export interface Target extends QueueKey {
  readonly url: string;
  readonly secret: string;
  readonly previousSecret: string | null;
}

/** Where to send for these queues; those that are not enabled are missing. */
export function readTargets(tx: Tx, endpointIds: readonly string[], now: Date): Promise<Target[]> {
  return tx.$queryRaw`
    SELECT merchant_id AS "merchantId", id AS "endpointId", url, secret,
      CASE WHEN previous_secret_expires_at > ${now}::timestamptz THEN previous_secret END AS "previousSecret"
    FROM webhook_endpoints WHERE id = ANY(${[...endpointIds]}) AND status = 'enabled'`;
}
