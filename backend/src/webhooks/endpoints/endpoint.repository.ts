import type { MerchantScope } from '../../identity/index.ts';
import { Prisma, type Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import type { DisabledReason, EndpointRow } from './endpoint.ts';

const COLUMNS = Prisma.sql`
  e.merchant_id AS "merchantId", e.id, e.url, e.description, e.event_types AS "eventTypes", e.status,
  e.disabled_reason AS "disabledReason", e.disabled_at AS "disabledAt",
  e.previous_secret_expires_at AS "previousSecretExpiresAt", e.created_at AS "createdAt",
  e.updated_at AS "updatedAt", q.failures, q.failing_since AS "failingSince"`;
const FROM = Prisma.sql`
  webhook_endpoints e JOIN webhook_queues q ON q.merchant_id = e.merchant_id AND q.endpoint_id = e.id`;

export interface NewEndpoint {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly eventTypes: readonly string[];
  /** Encrypted. */
  readonly secret: string;
}

/** How many there are, with the merchant locked: two requests at once count one after the other. */
export async function countEndpointsLocked(tx: Tx, { merchantId }: MerchantScope): Promise<number> {
  await tx.$queryRaw`SELECT 1 FROM merchants WHERE id = ${merchantId} FOR NO KEY UPDATE`;
  return tx.webhookEndpoint.count({ where: { merchantId, status: { not: 'deleted' } } });
}

export async function insertEndpoint(
  tx: Tx,
  { merchantId }: MerchantScope,
  { eventTypes, ...endpoint }: NewEndpoint,
  now: Date,
): Promise<void> {
  const created = { createdAt: now, updatedAt: now };
  await tx.webhookEndpoint.create({
    data: { merchantId, ...endpoint, eventTypes: [...eventTypes], status: 'enabled', ...created },
  });
  await tx.webhookQueue.create({ data: { merchantId, endpointId: endpoint.id } });
}

/** The merchant that has an endpoint, for asking whether the caller may see it. */
export async function findEndpointMerchant(tx: Tx, id: string): Promise<string | undefined> {
  const found = await tx.webhookEndpoint.findUnique({ where: { id }, select: { merchantId: true } });
  return found?.merchantId;
}

export async function findEndpoint(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
): Promise<EndpointRow | undefined> {
  const [row] = await tx.$queryRaw<EndpointRow[]>`
    SELECT ${COLUMNS} FROM ${FROM}
    WHERE e.merchant_id = ${merchantId} AND e.id = ${id} AND e.status <> 'deleted'`;
  return row;
}

/** The endpoint, locked until the transaction ends: its queue first, as everybody does. */
export async function lockEndpoint(
  tx: Tx,
  scope: MerchantScope,
  id: string,
): Promise<EndpointRow | undefined> {
  const { merchantId } = scope;
  await tx.$queryRaw`
    SELECT 1 FROM webhook_queues WHERE merchant_id = ${merchantId} AND endpoint_id = ${id} FOR UPDATE`;
  await tx.$queryRaw`
    SELECT 1 FROM webhook_endpoints WHERE merchant_id = ${merchantId} AND id = ${id} FOR NO KEY UPDATE`;
  return findEndpoint(tx, scope, id);
}

/** A merchant's endpoints, newest first. */
export function listEndpoints(tx: Tx, { merchantId }: MerchantScope, page: Page): Promise<EndpointRow[]> {
  const { beforeId, take } = page;
  return tx.$queryRaw`
    SELECT ${COLUMNS} FROM ${FROM}
    WHERE e.merchant_id = ${merchantId} AND e.status <> 'deleted'
      ${beforeId ? Prisma.sql`AND e.id < ${beforeId}` : Prisma.empty}
    ORDER BY e.id DESC LIMIT ${take}`;
}

export async function readSecret(tx: Tx, { merchantId }: MerchantScope, id: string): Promise<string> {
  const { secret } = await tx.webhookEndpoint.findUniqueOrThrow({
    where: { merchantId_id: { merchantId, id } },
    select: { secret: true },
  });
  return secret;
}

export interface EndpointChange {
  readonly url?: string;
  readonly description?: string | null;
  readonly eventTypes?: string[];
  readonly secret?: string;
  readonly previousSecret?: string | null;
  readonly previousSecretExpiresAt?: Date | null;
}

export async function updateEndpointRow(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
  change: EndpointChange,
  now: Date,
): Promise<void> {
  await tx.webhookEndpoint.update({
    where: { merchantId_id: { merchantId, id } },
    data: { ...change, updatedAt: now },
  });
}

/** Stops an enabled endpoint: what waits for it stays, and nothing is taken up. Returns whether it was enabled. */
export async function setDisabled(
  tx: Tx,
  merchantId: string,
  id: string,
  reason: DisabledReason,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { merchantId, id, status: 'enabled' },
    data: { status: 'disabled', disabledReason: reason, disabledAt: now, updatedAt: now },
  });
  await tx.webhookQueue.update({
    where: { merchantId_endpointId: { merchantId, endpointId: id } },
    data: { dueAt: null },
  });
  return count > 0;
}

/** Starts an endpoint afresh: its failures are forgotten, and what waits goes out. */
export async function setEnabled(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
  now: Date,
): Promise<void> {
  await tx.webhookEndpoint.update({
    where: { merchantId_id: { merchantId, id } },
    data: { status: 'enabled', disabledReason: null, disabledAt: null, updatedAt: now },
  });
  await tx.webhookQueue.update({
    where: { merchantId_endpointId: { merchantId, endpointId: id } },
    data: { failures: 0, failingSince: null },
  });
}

/** Removes an endpoint with its secrets, and calls off what waits for it. */
export async function setDeleted(
  tx: Tx,
  { merchantId }: MerchantScope,
  id: string,
  now: Date,
): Promise<void> {
  const gone = { status: 'deleted', disabledReason: null, disabledAt: null, updatedAt: now };
  await tx.webhookEndpoint.update({
    where: { merchantId_id: { merchantId, id } },
    data: { ...gone, secret: '', previousSecret: null, previousSecretExpiresAt: null },
  });
  await tx.webhookQueue.update({
    where: { merchantId_endpointId: { merchantId, endpointId: id } },
    data: { dueAt: null },
  });
  await tx.webhookDelivery.updateMany({
    where: { merchantId, endpointId: id, status: 'pending' },
    data: { status: 'canceled', nextAttemptAt: null, finishedAt: now },
  });
}

/** Lets a queue be taken up now, whatever it was waiting for. A worker that has it finds what is new by itself. */
export async function wakeQueue(tx: Tx, merchantId: string, endpointId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_queues
    SET retry_at = NULL, due_at = CASE WHEN lease_id IS NULL THEN ${now}::timestamptz ELSE leased_until END
    WHERE merchant_id = ${merchantId} AND endpoint_id = ${endpointId}`;
}

/** The fields that are told of endpoints, by id, where they belong to the merchant named beside them. */
export function readEndpoints(
  tx: Tx,
  keys: readonly { readonly merchantId: string; readonly subjectId: string }[],
): Promise<EndpointRow[]> {
  return tx.$queryRaw`
    SELECT ${COLUMNS} FROM ${FROM}
    JOIN jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k("merchantId" text, "subjectId" text)
      ON k."merchantId" = e.merchant_id AND k."subjectId" = e.id`;
}

/** What is kept encrypted of one endpoint. */
export interface EncryptedSecrets {
  readonly id: string;
  readonly secret: string;
  readonly previousSecret: string | null;
}

/** The secrets of all merchants' endpoints after an id, in order; deleted endpoints too. */
export function findSecretsAfter(tx: Tx, after: string, limit: number): Promise<EncryptedSecrets[]> {
  return tx.webhookEndpoint.findMany({
    where: { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true, secret: true, previousSecret: true },
  });
}

/** False when somebody has changed them meanwhile; then nothing is written. */
export async function replaceSecrets(
  tx: Tx,
  { id, secret, previousSecret }: EncryptedSecrets,
  by: Pick<EncryptedSecrets, 'secret' | 'previousSecret'>,
): Promise<boolean> {
  const { count } = await tx.webhookEndpoint.updateMany({ where: { id, secret, previousSecret }, data: by });
  return count === 1;
}
