import type { Tx } from '../../platform/database/index.ts';
import { jsonRows } from '../json-rows.ts';
import type { RailName } from '../ports.ts';

/** Sets the rail of a locked subscription; answers with what it costs, or undefined when it was set so before. */
export async function setAutoRail(
  tx: Tx,
  { merchantId, id }: { readonly merchantId: string; readonly id: string },
  rail: RailName | null,
  now: Date,
): Promise<{ amount: string; currency: string; quantity: number } | undefined> {
  const [row] = await tx.$queryRaw<{ amount: string; currency: string; quantity: number }[]>`
    UPDATE subscriptions s SET auto_rail = ${rail}, updated_at = ${now}::timestamptz
    FROM prices p
    WHERE s.merchant_id = ${merchantId} AND s.id = ${id} AND p.merchant_id = s.merchant_id AND p.id = s.price_id
      AND s.auto_rail IS DISTINCT FROM ${rail}
    RETURNING p.amount::text AS amount, p.currency, s.quantity`;
  return row;
}

/** By subscription id. */
export async function readAutoRails(
  tx: Tx,
  keys: readonly { readonly merchantId: string; readonly id: string }[],
): Promise<Map<string, RailName>> {
  const rows = await tx.$queryRaw<{ id: string; rail: RailName }[]>`
    SELECT s.id, s.auto_rail AS rail
    FROM jsonb_to_recordset(${jsonRows(keys)}::jsonb) AS k("merchantId" text, id text)
    JOIN subscriptions s ON s.merchant_id = k."merchantId" AND s.id = k.id AND s.auto_rail IS NOT NULL`;
  return new Map(rows.map(({ id, rail }) => [id, rail]));
}
