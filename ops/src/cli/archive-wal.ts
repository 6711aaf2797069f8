import { resolve } from 'node:path';
import { archiveWal, backupSettingsOf, createRemoteStore, recipientOf } from '../backup/index.ts';
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
      remote: settings.remote && createRemoteStore(settings.remote),
    });
    return 0;
  },
};
