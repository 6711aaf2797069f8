import type pg from 'pg';

/** Amounts of the drill's transfers in the books, by key. */
export async function readTransfers(client: pg.ClientBase): Promise<Map<string, bigint>> {
  const { rows } = await client.query<{ key: string; amount: string }>(
    "SELECT key, amount::text FROM ledger_journal WHERE kind = 'drill'",
  );
  return new Map(rows.map(({ key, amount }) => [key, BigInt(amount)]));
}

/** Whether anything of the write-ahead log has been archived since a count, and how much so far. */
export async function archivedSegments(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT archived_count::int AS count FROM pg_stat_archiver',
  );
  return rows[0]?.count ?? 0;
}
