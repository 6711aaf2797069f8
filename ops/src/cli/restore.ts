import { resolve } from 'node:path';
import {
  type BackupSettings,
  backupSettingsOf,
  createRemoteStore,
  findBackup,
  readIdentities,
  restoreCluster,
  restoreDatabase,
} from '../backup/index.ts';
import type { Command } from './command.ts';
import { databaseUrlOf } from './database-url.ts';
import { loadEnvFile } from './env-file.ts';
import { readArguments } from './read-arguments.ts';

const log = (line: string) => process.stderr.write(`${line}\n`);

export const command: Command = {
  usage:
    'restore [<backup>|latest] [--force] | restore --to-time <instant>|latest --into <folder>  has the database of DATABASE_URL back from a dump, or lays a cluster into a folder that PostgreSQL recovers to an instant',
  async run(args, env) {
    const parsed = readArguments(args, {
      usage: command.usage,
      options: {
        force: { type: 'boolean', default: false },
        'to-time': { type: 'string' },
        into: { type: 'string' },
      },
      words: [0, 1],
    });
    if (parsed === undefined) return 2;
    const { 'to-time': toTime, into, force } = parsed.values;
    const [name = 'latest'] = parsed.positionals;
    if (toTime === undefined && into === undefined) return restoreDump(name, force, env);
    const instant = toTime === undefined || toTime === 'latest' ? undefined : new Date(toTime);
    const complete = toTime !== undefined && into !== undefined && parsed.positionals.length === 0 && !force;
    // An instant without its zone would be read in the zone of whoever sits there.
    const zoned = instant === undefined || /(Z|[+-]\d\d:?\d\d)$/.test(toTime ?? '');
    if (!complete || !zoned || Number.isNaN(instant?.getTime())) {
      process.stderr.write(
        `--to-time takes an instant with its zone, such as 2026-03-01T12:00:00Z, and goes with --into\nusage: ${command.usage}\n`,
      );
      return 2;
    }
    loadEnvFile();
    return layCluster(backupSettingsOf(env), resolve(env.INIT_CWD ?? '.', into), instant);
  },
};

async function restoreDump(name: string, force: boolean, env: NodeJS.ProcessEnv): Promise<number> {
  const url = await databaseUrlOf(env);
  const { directory, keyFile, trustedKeys, remote: remoteSettings } = backupSettingsOf(env);
  const remote = remoteSettings && createRemoteStore(remoteSettings);
  const identities = await readIdentities(keyFile);
  const manifest = await findBackup(directory, remote, 'dump', name, trustedKeys);
  log(`restoring ${manifest.name}, of ${manifest.database} as of ${manifest.startedAt}`);
  const source = { directory, remote, identities, env, log };
  const { kept } = await restoreDatabase(source, manifest, { url, force, now: new Date() });
  process.stdout.write(`${manifest.name} is restored: every total is as it was, and the ledger is sound.\n`);
  if (kept !== undefined) log(`What was there is kept as ${kept}; drop it when you are sure.`);
  return 0;
}

async function layCluster(settings: BackupSettings, into: string, toTime: Date | undefined): Promise<number> {
  const { directory, keyFile, trustedKeys, remote } = settings;
  const identities = await readIdentities(keyFile);
  const base = await restoreCluster({
    directory,
    remote: remote && createRemoteStore(remote),
    keyFile: keyFile ?? '',
    identities,
    trusted: trustedKeys,
    into,
    toTime,
    log,
  });
  process.stdout.write(
    `${base.name} lies in ${into}, to be recovered to ${toTime?.toISOString() ?? 'the end'}.\n`,
  );
  log(
    `Start PostgreSQL ${Number.parseInt(base.postgres, 10)} on it: it replays the archive and opens when it is there.`,
  );
  return 0;
}
