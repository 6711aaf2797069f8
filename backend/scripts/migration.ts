/**
 * `npm run db:migrate -- <name>` writes a migration for what changed in schema.prisma;
 * `npm run db:check` fails when schema.prisma and the migrations disagree.
 * Both work on a scratch PostgreSQL of their own.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../ops/src/stack/postgres/start-postgres.ts';
import { MIGRATIONS_DIRECTORY } from '../src/platform/database/migrate.ts';
import {
  NO_EXTERNAL_TABLES,
  readMigrationHistory,
  withSchemaEngine,
} from '../src/platform/database/schema-engine.ts';

/** SQL that leads from the migrations to schema.prisma; empty when they agree. */
async function pendingSql(databaseUrl: string): Promise<string> {
  const schema = await readFile(join(MIGRATIONS_DIRECTORY, '..', 'schema.prisma'), 'utf8');
  await mkdir(MIGRATIONS_DIRECTORY, { recursive: true });
  const history = await readMigrationHistory(MIGRATIONS_DIRECTORY);
  const { stdout } = await withSchemaEngine(
    databaseUrl,
    (engine) =>
      engine.diff({
        from: { tag: 'migrations', ...history },
        to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
        script: true,
        exitCode: null,
        shadowDatabaseUrl: null,
        filters: NO_EXTERNAL_TABLES,
      } as Parameters<typeof engine.diff>[0]),
    schema,
  );
  const sql = stdout ?? '';
  return /^\s*(--.*\s*)*$/.test(sql) ? '' : sql;
}

async function main(command: string | undefined, name: string | undefined): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'charmbills-migration-'));
  const postgres = await startPostgres({ dataDir: join(dataDir, 'postgres'), durable: false });
  try {
    const sql = await pendingSql(postgres.urlOf('postgres'));
    if (command === 'check') {
      if (sql) {
        console.error(
          `schema.prisma and prisma/migrations disagree. Run: npm run db:migrate -- <name>\n\n${sql}`,
        );
        process.exitCode = 1;
      }
      return;
    }
    if (!name || !/^[a-z0-9_]+$/.test(name))
      throw new Error('usage: npm run db:migrate -- <name_in_snake_case>');
    if (!sql) return console.log('schema.prisma has no changes.');
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const directory = join(MIGRATIONS_DIRECTORY, `${stamp}_${name}`);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'migration.sql'), sql);
    console.log(`wrote ${directory}/migration.sql: read it before it is committed`);
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main(process.argv[2], process.argv[3]);
