import type { Database } from '../../../../backend/src/platform/database/index.ts';
import { createEncryption } from '../../../../backend/src/platform/encryption/index.ts';
import { newId } from '../../../../backend/src/platform/ids.ts';

/** A merchant's endpoint for every event. */
export async function addEndpoint(
  { pool }: Database,
  merchantId: string,
  url: string,
  encryptionKey: string,
): Promise<void> {
  const id = newId('webhookEndpoint');
  const secret = createEncryption(encryptionKey).encrypt(
    `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    `webhook_endpoint/${id}/secret`,
  );
  await pool.query(
    `INSERT INTO webhook_endpoints (merchant_id, id, url, event_types, status, secret, created_at, updated_at)
     VALUES ($1, $2, $3, '{*}', 'enabled', $4, now(), now())`,
    [merchantId, id, url, secret],
  );
  await pool.query('INSERT INTO webhook_queues (merchant_id, endpoint_id) VALUES ($1, $2)', [merchantId, id]);
}

/** Has so many subscriptions renewed, evenly over the time to come. Returns their ids. */
export async function makeDue(
  { pool }: Database,
  merchantId: string,
  count: number,
  seconds: number,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `UPDATE subscriptions s SET renews_at = now() + d.n * $3::float8 / $2 * interval '1 second'
     FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM subscriptions WHERE merchant_id = $1 LIMIT $2) d
     WHERE s.merchant_id = $1 AND s.id = d.id RETURNING s.id`,
    [merchantId, count, seconds],
  );
  return rows.map(({ id }) => id);
}
