import type { Tx } from '../database/index.ts';
import type { RateLimit } from './rate-limit-store.ts';
import { type Grant, spacing } from './shared-counts.ts';

/** Takes up to `wanted` uses of a key in one statement, by the generic cell rate algorithm. */
export async function takeUses(
  tx: Tx,
  key: string,
  limit: RateLimit,
  wanted: number,
  now: Date,
): Promise<Grant> {
  const { intervalMs, windowMs } = spacing(limit);
  const nowMs = now.getTime();
  const first = Math.min(wanted, limit.max);
  const [row] = await tx.$queryRaw<{ granted: number; throughMs: number }[]>`
    INSERT INTO rate_limit_counts AS r (key, through_ms, granted)
    VALUES (${key}, ${nowMs}::float8 + ${first}::int * ${intervalMs}::float8, ${first}::int)
    ON CONFLICT (key) DO UPDATE SET (through_ms, granted) = (
      SELECT start + grants * ${intervalMs}::float8, grants
      FROM (
        SELECT start, greatest(0, least(${wanted}::int,
          floor((${nowMs}::float8 + ${windowMs}::float8 - start) / ${intervalMs}::float8 + 1e-6)))::int AS grants
        FROM (SELECT greatest(r.through_ms, ${nowMs}::float8) AS start) s
      ) g
    )
    RETURNING granted, through_ms AS "throughMs"`;
  if (!row) throw new Error('the count was not stored');
  const { granted, throughMs } = row;
  return { granted, waitMs: granted > 0 ? 0 : Math.ceil(throughMs + intervalMs - nowMs - windowMs) };
}

/** Forgets keys that have nothing to wait for. Returns how many, up to `limit`. */
export async function deleteIdleCounts(tx: Tx, now: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM rate_limit_counts WHERE key IN
      (SELECT key FROM rate_limit_counts WHERE through_ms < ${now.getTime()}::float8 LIMIT ${limit})`;
}
