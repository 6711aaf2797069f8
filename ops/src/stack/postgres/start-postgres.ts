import { dirname, resolve } from 'node:path';
import { type ChildExit, startChild } from '../child.ts';
import { StackError } from '../errors.ts';
import { freePort } from '../ports.ts';
import { asUser, isOpenToOthers, unprivilegedUser } from '../run-as.ts';
import { findPostgresBinaries } from './binaries.ts';
import { initialiseCluster } from './initialise.ts';
import { openCopy } from './open-copy.ts';
import { clearStaleServer } from './stale-server.ts';

export interface PostgresOptions {
  /** The cluster's folder; created when it is not there, used as it is otherwise. */
  readonly dataDir: string;
  /** TCP port on the loopback interface (default: a free one). */
  readonly port?: number;
  /** False trades safety against power loss for speed: for throw-away clusters only (default true). */
  readonly durable?: boolean;
  /** Superuser, set when the cluster is created (default "charmbills"). */
  readonly user?: string;
  /** Its password, set when the cluster is created (default "charmbills"). */
  readonly password?: string;
  readonly logFile?: string;
  /** Further server settings, such as `{ max_connections: '200' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface PostgresServer {
  readonly port: number;
  readonly pid: number;
  /** Connection string of a database on this server. */
  readonly urlOf: (database: string) => string;
  readonly exited: Promise<ChildExit>;
  readonly lastLines: (count?: number) => readonly string[];
  /** Fast shutdown: connections are closed, everything committed is on disk. */
  readonly stop: () => Promise<ChildExit>;
}

/** A standby accepts read-only ones. */
const READY = /ready to accept (read-only )?connections/;
const START_TIMEOUT_MS = 60_000;

/**
 * Starts the embedded PostgreSQL on the loopback interface, without Unix sockets.
 * @throws StackError POSTGRES_UNAVAILABLE with the server's last words when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { user = 'charmbills', password = 'charmbills', durable = true } = options;
  const dataDir = resolve(options.dataDir);
  const runAs = unprivilegedUser(dataDir);
  const installed = await findPostgresBinaries();
  const reachable = runAs === undefined || isOpenToOthers(installed.postgres);
  const binaries = reachable ? installed : await openCopy(installed);
  await initialiseCluster({ initdb: binaries.initdb, dataDir, superuser: user, password, durable, runAs });
  await clearStaleServer(dataDir);

  const port = options.port ?? (await freePort());
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  };
  const args = ['-D', dataDir, '-p', String(port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);

  const child = await startChild({
    name: 'PostgreSQL',
    ...asUser(runAs, binaries.postgres, args, dataDir),
    cwd: dirname(binaries.postgres),
    env: { ...process.env, LC_ALL: 'C' },
    stopSignal: 'SIGINT',
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  });

  const ready = new Promise<'ready'>((done) => {
    child.onLine((line) => READY.test(line) && done('ready'));
  });
  const timer = setTimeout(child.kill, START_TIMEOUT_MS);
  const outcome = await Promise.race([ready, child.exited]);
  clearTimeout(timer);
  if (outcome !== 'ready') {
    throw new StackError(
      'POSTGRES_UNAVAILABLE',
      `PostgreSQL did not start in ${dataDir}: ${child.lastLines(5).join(' ')}`,
      'See its log, or set DATABASE_URL to a PostgreSQL that runs already.',
    );
  }

  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return {
    port,
    pid: child.pid,
    urlOf: (database) => `postgresql://${credentials}@127.0.0.1:${port}/${database}`,
    exited: child.exited,
    lastLines: child.lastLines,
    stop: child.stop,
  };
}
