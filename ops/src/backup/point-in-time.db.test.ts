import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runOps } from '../cli/testing.ts';
import { type PostgresServer, startPostgres } from '../stack/postgres/start-postgres.ts';
import { waitFor } from '../stack/wait-for.ts';
import { archiveCommand } from './archive-command.ts';
import { withClient } from './server.repository.ts';

let folder: string;
let env: Record<string, string>;
let server: PostgresServer | undefined;
let instant: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-pitr-'));
  env = { BACKUP_DIR: join(folder, 'backups'), BACKUP_KEY_FILE: join(folder, 'key'), BACKUP_S3_URL: '' };
  const key = await runOps(['backup-key', join(folder, 'key')]);
  env.BACKUP_PUBLIC_KEY = key.stdout.trim();
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const onServer = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withClient(server?.urlOf('postgres') ?? '', work);

const write = (text: string) =>
  onServer((client) => client.query('INSERT INTO notes (text) VALUES ($1)', [text]));

const notes = () =>
  onServer(async (client) => {
    const { rows } = await client.query<{ text: string }>('SELECT text FROM notes ORDER BY id');
    return rows.map(({ text }) => text);
  });

/** Starts a cluster that a restore has laid, and gives what it holds when it has recovered. */
async function recovered(into: string): Promise<string[]> {
  server = await startPostgres({ dataDir: into });
  try {
    return await notes();
  } finally {
    await server.stop();
    server = undefined;
  }
}

test('a cluster that is destroyed comes back as it was at an instant, or as far as the archive leads', async () => {
  const command = archiveCommand(env.BACKUP_DIR ?? '', env.BACKUP_PUBLIC_KEY ?? '');
  server = await startPostgres({
    dataDir: join(folder, 'data'),
    settings: { archive_mode: 'on', archive_timeout: '60', archive_command: command },
  });
  await onServer((client) => client.query('CREATE TABLE notes (id serial PRIMARY KEY, text text)'));
  await write('before the base backup');
  const base = await runOps(['base-backup'], { ...env, DATABASE_URL: server.urlOf('postgres') });
  expect([base.code, base.stderr]).toEqual([0, '']);
  await write('after it');
  instant = await onServer(async (client) => {
    const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return new Date((rows[0]?.now.getTime() ?? 0) + 1).toISOString();
  });
  await waitFor(() => Date.now() > Date.parse(instant), { what: 'the next instant', timeoutMs: 5_000 });
  await write('after the instant');
  const last = await onServer(async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT pg_walfile_name(pg_switch_wal()) AS name');
    return rows[0]?.name;
  });
  const archived = join(env.BACKUP_DIR ?? '', 'wal', `${last}.zst.age`);
  await waitFor(() => existsSync(archived), { what: 'the archive', timeoutMs: 90_000 });
  process.kill(server.pid, 'SIGKILL');
  await server.exited;
  server = undefined;
  await rm(join(folder, 'data'), { recursive: true });

  const atInstant = join(folder, 'at-instant');
  const first = await runOps(['restore', '--to-time', instant, '--into', atInstant], env);
  expect(first.code).toBe(0);
  expect(await recovered(atInstant)).toEqual(['before the base backup', 'after it']);

  const atEnd = join(folder, 'at-end');
  expect((await runOps(['restore', '--to-time', 'latest', '--into', atEnd], env)).code).toBe(0);
  expect(await recovered(atEnd)).toEqual(['before the base backup', 'after it', 'after the instant']);
}, 180_000);

test('instants that cannot be reached, folders in use and instants without a zone are refused', async () => {
  const early = await runOps(
    ['restore', '--to-time', '2020-01-01T00:00:00Z', '--into', join(folder, 'early')],
    env,
  );
  expect(early.code).toBe(1);
  expect(early.stderr).toMatch(/BACKUP_NOT_FOUND: The first base backup/);
  const used = await runOps(['restore', '--to-time', 'latest', '--into', join(folder, 'backups')], env);
  expect(used.stderr).toContain('FOLDER_NOT_EMPTY');
  const zoneless = await runOps(['restore', '--to-time', '2026-01-01T00:00:00', '--into', '/nowhere'], env);
  expect(zoneless.code).toBe(2);
});

test('WAL is archived once; other content under its name is refused', async () => {
  const name = '0000000100000000000000AA';
  const path = join(folder, name);
  const archive = { ...env, BACKUP_DIR: join(folder, 'archive') };
  await writeFile(path, 'content of a segment');
  expect((await runOps(['archive-wal', path], archive)).code).toBe(0);
  const files = await readdir(join(folder, 'archive', 'wal'));
  expect(files).toEqual([`${name}.sha256`, `${name}.zst.age`]);
  const content = await readFile(join(folder, 'archive', 'wal', `${name}.zst.age`));
  expect((await runOps(['archive-wal', path], archive)).code).toBe(0);
  await writeFile(path, 'content of another cluster');
  const conflict = await runOps(['archive-wal', path], archive);
  expect(conflict.code).toBe(1);
  expect(conflict.stderr).toContain('ARCHIVE_CONFLICT');
  expect(await readFile(join(folder, 'archive', 'wal', `${name}.zst.age`))).toEqual(content);

  const back = join(folder, 'back');
  expect((await runOps(['restore-wal', name, back], archive)).code).toBe(0);
  expect(await readFile(back, 'utf8')).toBe('content of a segment');
  expect((await runOps(['restore-wal', '0000000100000000000000AB', back], archive)).code).toBe(1);
});

test('WAL that cannot be read stops recovery instead of ending it early', async () => {
  const name = '0000000100000000000000AA';
  const archive = { ...env, BACKUP_DIR: join(folder, 'archive') };
  await writeFile(join(folder, 'archive', 'wal', `${name}.zst.age`), 'damaged');
  const damaged = await runOps(['restore-wal', name, join(folder, 'damaged')], archive);
  expect(damaged.code).toBe(200);
  expect(damaged.stderr).toContain('BACKUP_DAMAGED');
  const keyless = await runOps(['restore-wal', name, join(folder, 'damaged')], {
    ...archive,
    BACKUP_KEY_FILE: '',
  });
  expect(keyless.code).toBe(200);
});
