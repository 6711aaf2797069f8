import { resolve } from 'node:path';
import { createBackupKey, createSigningKey } from '../backup/index.ts';
import type { Command } from './command.ts';
import { readArguments } from './read-arguments.ts';

export const command: Command = {
  usage:
    'backup-key [--signing] <file>  makes the key of backups: writes its secret half to the file and prints the public half, for BACKUP_PUBLIC_KEY; with --signing the key that signs them, its public half for BACKUP_TRUSTED_KEYS',
  async run(args) {
    const options = { signing: { type: 'boolean', default: false } } as const;
    const parsed = readArguments(args, { usage: command.usage, options, words: [1, 1] });
    const file = parsed?.positionals[0];
    if (parsed === undefined || file === undefined) return 2;
    // npm runs commands in the project's folder: a path is meant as seen from where the command was given.
    const path = resolve(process.env.INIT_CWD ?? '.', file);
    if (parsed.values.signing) {
      process.stdout.write(`${await createSigningKey(path)}\n`);
      process.stderr.write(
        `Name ${path} in BACKUP_SIGNING_KEY_FILE where backups are made, and the printed half in BACKUP_TRUSTED_KEYS where they are restored.\n`,
      );
      return 0;
    }
    process.stdout.write(`${await createBackupKey(path, new Date())}\n`);
    process.stderr.write(
      `Keep ${path} where this machine's loss does not reach it: without it no backup can be read.\n`,
    );
    return 0;
  },
};
