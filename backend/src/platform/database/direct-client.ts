import type pg from 'pg';
import { Prisma, type PrismaClient } from './generated/client.ts';
import { rawTypes, toParameter } from './raw-values.ts';

/**
 * The client with its raw queries sent straight to the pool: Prisma's own take three times the processor. For use outside
 * transactions alone, whose statements belong on the connection of the transaction.
 */
export function withDirectQueries(
  client: PrismaClient,
  pool: pg.Pool,
  nameOf: (sql: string) => string,
): PrismaClient {
  async function query(sql: Prisma.Sql): Promise<unknown[]> {
    const { text } = sql;
    const { rows } = await pool.query<Record<string, unknown>>({
      name: nameOf(text),
      text,
      values: sql.values.map(toParameter),
      types: rawTypes,
    });
    return rows;
  }
  const queryRaw = (strings: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
    query(strings instanceof Prisma.Sql ? strings : Prisma.sql(strings, ...values));
  return new Proxy(client, {
    get(target, key) {
      if (key === '$queryRaw') return queryRaw;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
