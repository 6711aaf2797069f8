import { readSecretFiles } from '../../../backend/src/platform/config/index.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import { createEncryption } from '../../../backend/src/platform/encryption/index.ts';
import { reencryptSecrets } from '../../../backend/src/webhooks/index.ts';
import { variable } from '../stack/settings.ts';
import type { Command } from './command.ts';
import { databaseUrlOf } from './database-url.ts';
import { readArguments } from './read-arguments.ts';

export const command: Command = {
  usage:
    'rotate-encryption  encrypts what is stored under ENCRYPTION_KEY afresh, with ENCRYPTION_KEYS_RETIRED to read it; exit 1 while something is left under another key',
  async run(args, env) {
    if (readArguments(args, command) === undefined) return 2;
    const url = await databaseUrlOf(env);
    const read = readSecretFiles(env, ['ENCRYPTION_KEY', 'ENCRYPTION_KEYS_RETIRED']);
    const current = variable(read.env, 'ENCRYPTION_KEY');
    if (current === undefined || current.length < 32) {
      process.stderr.write('ENCRYPTION_KEY is missing: set it as the backend has it.\n');
      return 1;
    }
    const retired = (variable(read.env, 'ENCRYPTION_KEYS_RETIRED') ?? '')
      .split(',')
      .map((key) => key.trim())
      .filter(Boolean);
    const database = openDatabase({ url, poolSize: 2 });
    try {
      const encryption = createEncryption(current, retired);
      const { checked, reencrypted, undecipherable } = await reencryptSecrets({ database, encryption });
      process.stdout.write(`${reencrypted} of ${checked} endpoints were encrypted afresh.\n`);
      for (const id of undecipherable) process.stderr.write(`${id}: no key given decrypts its secret\n`);
      return undecipherable.length === 0 ? 0 : 1;
    } finally {
      await database.close();
    }
  },
};
