import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startChild } from '../child.ts';
import { StackError } from '../errors.ts';
import { asUser, giveTo, type SystemUser } from '../run-as.ts';

export interface InitialiseOptions {
  readonly initdb: string;
  readonly dataDir: string;
  readonly superuser: string;
  readonly password: string;
  readonly durable: boolean;
  readonly runAs: SystemUser | undefined;
}

/**
 * Creates the database cluster unless it is there. It is built beside its place and moved there whole, so that
 * an interrupted start leaves nothing that looks like a cluster.
 */
export async function initialiseCluster(options: InitialiseOptions): Promise<void> {
  const { dataDir, runAs } = options;
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;

  const draft = `${dataDir}.new`;
  await mkdir(dirname(dataDir), { recursive: true });
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  giveTo(runAs, draft);
  const passwordFile = `${draft}.password`;
  await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
  giveTo(runAs, passwordFile);
  try {
    await runInitdb(options, draft, passwordFile);
    await rm(dataDir, { recursive: true, force: true });
    await rename(draft, dataDir);
    await chmod(dataDir, 0o700);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

async function runInitdb(options: InitialiseOptions, folder: string, passwordFile: string): Promise<void> {
  const args = [
    `--pgdata=${folder}`,
    `--username=${options.superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of text on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(options.durable ? [] : ['--no-sync']),
  ];
  const child = await startChild({
    name: 'initdb',
    ...asUser(options.runAs, options.initdb, args, folder),
    cwd: dirname(options.initdb),
    env: { ...process.env, LC_ALL: 'C' },
  });
  const { code } = await child.exited;
  if (code === 0) return;
  throw new StackError(
    'POSTGRES_UNAVAILABLE',
    `PostgreSQL could not create its data folder ${options.dataDir}: ${child.lastLines(5).join(' ')}`,
    'Make room or free the folder, or set DATABASE_URL to a PostgreSQL that runs already.',
  );
}
