import { resolve } from 'node:path';
import { createBackupKey } from '../backup/index.ts';
import type { Command } from './command.ts';
import { readArguments } from './read-arguments.ts';

export const command: Command = {
  usage:
    'backup-key <file>  makes the key of backups: writes its secret half to the file and prints the public half, for BACKUP_PUBLIC_KEY',
  async run(args) {
    const file = readArguments(args, { usage: command.usage, words: [1, 1] })?.positionals[0];
    if (file === undefined) return 2;
    // npm runs commands in the project's folder: a path is meant as seen from where the command was given.
    const path = resolve(process.env.INIT_CWD ?? '.', file);
    process.stdout.write(`${await createBackupKey(path, new Date())}\n`);
    process.stderr.write(
      `Keep ${path} where this machine's loss does not reach it: without it no backup can be read.\n`,
    );
    return 0;
  },
};
