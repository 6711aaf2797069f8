import type pg from 'pg';

/** A link of the hash chain. */
export interface Seal {
  readonly number: bigint;
  readonly fromPosting: bigint;
  readonly toPosting: bigint;
  readonly postingCount: bigint;
  /** SHA-256 in hex. */
  readonly hash: string;
}

interface SealRow {
  readonly number: string;
  readonly from_posting: string;
  readonly to_posting: string;
  readonly posting_count: string;
  readonly hash: Buffer;
}

/** Seals what is ripe, or moves the barrier and returns null. In a transaction of its own, as it has to be. */
export async function insertSeal(pool: pg.Pool): Promise<Seal | null> {
  const { rows } = await pool.query<SealRow>({
    name: 'ledger_seal',
    text: `INSERT INTO ledger_seals DEFAULT VALUES
      RETURNING number, from_posting, to_posting, posting_count, hash`,
  });
  const [row] = rows;
  if (row === undefined) return null;
  return {
    number: BigInt(row.number),
    fromPosting: BigInt(row.from_posting),
    toPosting: BigInt(row.to_posting),
    postingCount: BigInt(row.posting_count),
    hash: row.hash.toString('hex'),
  };
}
