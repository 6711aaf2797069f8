import { resolve } from 'node:path';
// Not through the index: PostgreSQL runs this for every segment, and what restores and checks is slow to load.
import { archiveWal } from '../backup/archive-wal.ts';
import { createRemoteStore } from '../backup/s3/remote-store.ts';
import { backupSettingsOf, recipientOf } from '../backup/settings.ts';
import { readSigner } from '../backup/signing.ts';
import type { Command } from './command.ts';
import { loadEnvFile } from './env-file.ts';
import { readArguments } from './read-arguments.ts';

export const command: Command = {
  usage:
    "archive-wal <path>  keeps a file of the write-ahead log, encrypted; PostgreSQL's archive_command, with %p for the path",
  async run(args, env) {
    const path = readArguments(args, { usage: command.usage, words: [1, 1] })?.positionals[0];
    if (path === undefined) return 2;
    loadEnvFile();
    const settings = backupSettingsOf(env);
    await archiveWal({
      // PostgreSQL names it as seen from its data folder, where it runs commands in; npm changes the folder.
      path: resolve(env.INIT_CWD ?? '.', path),
      directory: settings.directory,
      recipient: recipientOf(settings),
      signer: await readSigner(settings.signingKeyFile),
      remote: settings.remote && createRemoteStore(settings.remote),
    });
    return 0;
  },
};
