import { readFile, writeFile } from 'node:fs/promises';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { BackupError } from './errors.ts';

/**
 * Makes a key in age's own format (https://age-encryption.org/v1), readable by any age program, and writes its
 * secret half to a file that only its owner reads.
 * @returns the public half, for BACKUP_PUBLIC_KEY
 * @throws BackupError BACKUP_KEY_INVALID when the file is there already
 */
export async function createBackupKey(file: string, now: Date): Promise<string> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const text = `# created: ${now.toISOString()}\n# public key: ${recipient}\n${identity}\n`;
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new BackupError('BACKUP_KEY_INVALID', `${file} is there already, and a key is never overwritten.`);
  }
  return recipient;
}

/**
 * The secret halves in BACKUP_KEY_FILE: one a line, the current key and those that older backups need.
 * @throws BackupError BACKUP_KEY_MISSING, BACKUP_KEY_INVALID
 */
export async function readIdentities(file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) {
    throw new BackupError(
      'BACKUP_KEY_MISSING',
      'Set BACKUP_KEY_FILE to the file that `backup-key` wrote: what was encrypted cannot be read without it.',
    );
  }
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new BackupError(
      'BACKUP_KEY_MISSING',
      `BACKUP_KEY_FILE names ${file}, which cannot be read.`,
      error,
    );
  }
  const identities = text
    .split('\n')
    .flatMap((line) => (/^AGE-SECRET-KEY-\S+$/.test(line.trim()) ? [line.trim()] : []));
  if (identities.length === 0)
    throw new BackupError('BACKUP_KEY_INVALID', `${file} holds no AGE-SECRET-KEY-1… line.`);
  return identities;
}
