import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkLedger } from '../../../backend/src/ledger/index.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import {
  alone,
  archiveCommand,
  createBackupKey,
  createBase,
  createSigningKey,
  readIdentities,
  readSigner,
  restoreCluster,
} from '../backup/index.ts';
import { withClient } from '../backup/server.repository.ts';
import { type PostgresServer, startPostgres } from '../stack/postgres/start-postgres.ts';
import { waitFor } from '../stack/wait-for.ts';
import { type Comparison, compare } from './compare.ts';
import { archivedSegments, readTransfers } from './drill.repository.ts';
import { startWriters, type Writers } from './writers.ts';

export interface DrillOptions {
  /** How long money moves after the base backup, in seconds. */
  readonly seconds: number;
  /** PostgreSQL's archive_timeout, in seconds. */
  readonly archiveTimeoutSeconds: number;
  /** Segments that have to be archived after the base backup before disaster may strike. */
  readonly segments: number;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

export interface DrillReport extends Comparison {
  /** From the disaster until the restored cluster answers, in seconds. */
  readonly recoverySeconds: number;
  /** From then until the books are verified. */
  readonly verifySeconds: number;
}

/**
 * The disaster, for real and on a scratch cluster: money moves under load, a base backup is taken meanwhile, WAL is
 * archived, the server is killed and its folder destroyed. It is restored from the archive, and every transfer that
 * was acknowledged is looked for.
 * @throws BackupError, ToolsError, StackError when a step does not work: the drill has failed then
 */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const { seconds, archiveTimeoutSeconds, segments, env, log } = options;
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-drill-'));
  const directory = join(folder, 'backups');
  const keyFile = join(folder, 'key');
  const signingKeyFile = join(folder, 'signing-key');
  let server: PostgresServer | undefined;
  let writers: Writers | undefined;
  try {
    const recipient = await createBackupKey(keyFile, new Date());
    const trusted = [await createSigningKey(signingKeyFile)];
    const signer = await readSigner(signingKeyFile);
    server = await startPostgres({
      dataDir: join(folder, 'data'),
      settings: {
        archive_mode: 'on',
        archive_timeout: String(archiveTimeoutSeconds),
        archive_command: archiveCommand(directory, recipient, signingKeyFile),
      },
    });
    const url = server.urlOf('postgres');
    log('a scratch cluster is up; money moves');
    writers = await startWriters(url);
    await waitFor(() => (writers?.acknowledged.length ?? 0) > 20, {
      what: 'the first transfers',
      timeoutMs: 60_000,
    });
    await alone(directory, () =>
      createBase({ url, directory, recipient, signer, env, now: () => new Date(), log }),
    );
    log(`the base backup is taken; ${seconds} s more of moving money`);
    const before = await withClient(url, archivedSegments);
    await pause(seconds * 1_000);
    await waitFor(async () => (await withClient(url, archivedSegments)) >= before + segments, {
      what: `the archive of ${segments} segments`,
      timeoutMs: (archiveTimeoutSeconds + 60) * 1_000 * segments,
      intervalMs: 500,
    });
    log('disaster: the server is killed and its folder destroyed');
    const disasterAt = Date.now();
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    server = undefined;
    await writers.stop();
    await rm(join(folder, 'data'), { recursive: true });

    const into = join(folder, 'restored');
    const identities = await readIdentities(keyFile);
    const base = await restoreCluster({
      directory,
      remote: undefined,
      keyFile,
      identities,
      trusted,
      into,
      toTime: undefined,
      log,
    });
    server = await startPostgres({ dataDir: into });
    const recoverySeconds = (Date.now() - disasterAt) / 1_000;
    log(`restored from ${base.name}; comparing`);
    const restored = server.urlOf('postgres');
    const transfers = await withClient(restored, readTransfers);
    const comparison = compare(writers, transfers, disasterAt);
    const problems = [...comparison.problems, ...(await ledgerProblems(restored))];
    const verifySeconds = (Date.now() - disasterAt) / 1_000 - recoverySeconds;
    return { ...comparison, problems, recoverySeconds, verifySeconds };
  } finally {
    await writers?.stop();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function ledgerProblems(url: string): Promise<string[]> {
  const database = openDatabase({ url, poolSize: 2 });
  try {
    const { failed } = await checkLedger(database);
    return failed === null ? [] : [`ledger, ${failed.check}: ${failed.culprit}`];
  } finally {
    await database.close();
  }
}
