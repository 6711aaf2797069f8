import { Prisma, type Tx } from '../../platform/database/index.ts';

const FILLED = ['invoices', 'invoice_lines'];

/**
 * Has what renewals fill analysed where it never was, or only while it was empty. Of a table without statistics PostgreSQL takes any index that begins
 * with the merchant for as good as the one that finds the row, and a connection keeps what it chose while the table was
 * empty: it would check the foreign key of every line by reading all invoices of the merchant, until autovacuum comes by.
 */
export async function analyzeFirstFill(client: Tx): Promise<void> {
  const tables = await client.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class
    WHERE oid = ANY (${FILLED}::regclass[]) AND reltuples <= 0`;
  // A role that may not analyse a table is warned, and the table left alone.
  for (const { name } of tables) await client.$executeRaw`ANALYZE ${Prisma.raw(`"${name}"`)}`;
}
