import { readdir } from 'node:fs/promises';
import type { Tx } from './database.ts';
import { MIGRATIONS_DIRECTORY } from './migrate.ts';

let names: Promise<readonly string[]> | undefined;

/** Migrations of this version that the database does not have, oldest first. */
export async function pendingMigrations(tx: Tx): Promise<readonly string[]> {
  names ??= readNames();
  const [found] = await tx.$queryRaw<{ pending: string[] }[]>`
    SELECT coalesce(array_agg(name ORDER BY name), '{}') AS pending FROM unnest(${await names}::text[]) AS known (name)
    WHERE NOT EXISTS (
      SELECT 1 FROM _prisma_migrations m
      WHERE m.migration_name = name AND m.finished_at IS NOT NULL AND m.rolled_back_at IS NULL)`;
  return found?.pending ?? [];
}

/** Of this version: they do not change while it runs. */
async function readNames(): Promise<readonly string[]> {
  const entries = await readdir(MIGRATIONS_DIRECTORY, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
