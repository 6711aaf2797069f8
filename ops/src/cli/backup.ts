import {
  alone,
  backupSettingsOf,
  createDump,
  createRemoteStore,
  readSigner,
  recipientOf,
  removeExpired,
  upload,
} from '../backup/index.ts';
import type { Command } from './command.ts';
import { databaseUrlOf } from './database-url.ts';
import { readArguments } from './read-arguments.ts';

export const command: Command = {
  usage:
    'backup  dumps the database, encrypted to BACKUP_PUBLIC_KEY, into BACKUP_DIR and to BACKUP_S3_URL where it is set, and removes what is older than BACKUP_KEEP_DAYS',
  async run(args, env) {
    if (readArguments(args, command) === undefined) return 2;
    const url = await databaseUrlOf(env);
    const settings = backupSettingsOf(env);
    const { directory, keepDays } = settings;
    const recipient = recipientOf(settings);
    const signer = await readSigner(settings.signingKeyFile);
    const remote = settings.remote && createRemoteStore(settings.remote);
    const log = (line: string) => process.stderr.write(`${line}\n`);
    const now = () => new Date();
    const manifest = await alone(directory, async () => {
      const created = await createDump({ url, directory, recipient, signer, env, now, log });
      if (remote !== undefined) await upload(directory, remote, created);
      await removeExpired({ directory, remote, keepDays, now: now(), log });
      return created;
    });
    process.stdout.write(`${manifest.name}  ${manifest.bytes} bytes  sha256 ${manifest.sha256}\n`);
    return 0;
  },
};
