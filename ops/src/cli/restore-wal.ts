import { resolve } from 'node:path';
// Not through the index: PostgreSQL runs this for every segment, and what restores and checks is slow to load.
import { readIdentities } from '../backup/keys.ts';
import { restoreWal } from '../backup/restore-wal.ts';
import { createRemoteStore } from '../backup/s3/remote-store.ts';
import { backupSettingsOf } from '../backup/settings.ts';
import type { Command } from './command.ts';
import { loadEnvFile } from './env-file.ts';
import { readArguments } from './read-arguments.ts';

/** Above 125 PostgreSQL stops recovery; anything less it takes for the end of the archive, and opens the database. */
const STOP_RECOVERY = 200;

export const command: Command = {
  usage:
    "restore-wal <name> <path>  brings a file of the write-ahead log back; PostgreSQL's restore_command, with %f and %p; exit 1 when there is none, 200 when recovery has to stop",
  async run(args, env) {
    const [name, path] = readArguments(args, { usage: command.usage, words: [2, 2] })?.positionals ?? [];
    if (name === undefined || path === undefined) return STOP_RECOVERY;
    try {
      loadEnvFile();
      const { directory, keyFile, trustedKeys, remote } = backupSettingsOf(env);
      const found = await restoreWal({
        name,
        target: resolve(env.INIT_CWD ?? '.', path),
        directory,
        remote: remote && createRemoteStore(remote),
        identities: await readIdentities(keyFile),
        trusted: trustedKeys,
      });
      return found ? 0 : 1;
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
      return STOP_RECOVERY;
    }
  },
};
