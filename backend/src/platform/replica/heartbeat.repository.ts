import type { Reads } from '../database/index.ts';

/** When any process was last heard of, as far as this database knows. */
export async function readNewestHeartbeat(tx: Reads): Promise<Date | undefined> {
  const [row] = await tx.$queryRaw<{ newest: Date | null }[]>`
    SELECT max(seen_at) AS newest FROM process_heartbeats`;
  return row?.newest ?? undefined;
}
