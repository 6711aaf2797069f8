import { join, resolve } from 'node:path';
import { readSecretFiles } from '../../../backend/src/platform/config/secret-files.ts';
import { dataDirOf, variable } from '../stack/settings.ts';
import { BackupError } from './errors.ts';
import { isPublicKey } from './signing.ts';

export interface RemoteSettings {
  /** Endpoint, bucket and prefix: https://s3.eu-central-1.amazonaws.com/bucket/prefix, without a slash at the end. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface BackupSettings {
  /** Where backups and the archive lie on this machine. */
  readonly directory: string;
  /** The age recipient that everything is encrypted to. */
  readonly recipient: string | undefined;
  /** The file with the identity that decrypts; not needed to make backups. */
  readonly keyFile: string | undefined;
  /** The file with the key that signs what is made here; unsigned without it. */
  readonly signingKeyFile: string | undefined;
  /** Public halves: only what one of them signed is restored; anything where there is none. */
  readonly trustedKeys: readonly string[];
  readonly keepDays: number;
  readonly remote: RemoteSettings | undefined;
}

const KEEP_DAYS = 30;

/** These can be given as files too, like the backend's. */
const SECRETS = ['BACKUP_S3_ACCESS_KEY_ID', 'BACKUP_S3_SECRET_ACCESS_KEY'];

/**
 * Reads BACKUP_DIR, BACKUP_PUBLIC_KEY, BACKUP_KEY_FILE, BACKUP_SIGNING_KEY_FILE, BACKUP_TRUSTED_KEYS,
 * BACKUP_KEEP_DAYS and BACKUP_S3_*.
 * @throws BackupError SETTING_INVALID
 */
export function backupSettingsOf(given: NodeJS.ProcessEnv): BackupSettings {
  const { env, problems } = readSecretFiles(given, SECRETS);
  const [problem] = problems;
  if (problem !== undefined) throw new BackupError('SETTING_INVALID', problem);
  const keepDays = Number(variable(env, 'BACKUP_KEEP_DAYS') ?? KEEP_DAYS);
  if (!Number.isInteger(keepDays) || keepDays < 1) {
    throw new BackupError('SETTING_INVALID', 'BACKUP_KEEP_DAYS: a whole number of days, 1 or more');
  }
  const keyFile = variable(env, 'BACKUP_KEY_FILE');
  const signingKeyFile = variable(env, 'BACKUP_SIGNING_KEY_FILE');
  return {
    directory: resolve(variable(env, 'BACKUP_DIR') ?? join(dataDirOf(env), 'backups')),
    recipient: variable(env, 'BACKUP_PUBLIC_KEY'),
    keyFile: keyFile === undefined ? undefined : resolve(keyFile),
    signingKeyFile: signingKeyFile === undefined ? undefined : resolve(signingKeyFile),
    trustedKeys: trustedKeysIn(variable(env, 'BACKUP_TRUSTED_KEYS') ?? ''),
    keepDays,
    remote: remoteOf(env),
  };
}

/** @throws BackupError BACKUP_KEY_MISSING, saying how to make one */
export function recipientOf({ recipient }: BackupSettings): string {
  if (recipient !== undefined) return recipient;
  throw new BackupError(
    'BACKUP_KEY_MISSING',
    'Backups are encrypted, and BACKUP_PUBLIC_KEY is not set. Make a key with `npm run -s ops -- backup-key <file>`, ' +
      'set BACKUP_PUBLIC_KEY to what it prints, and keep the file away from this machine.',
  );
}

function trustedKeysIn(text: string): readonly string[] {
  const keys = text.split(/[\s,]+/).filter((each) => each !== '');
  if (keys.every(isPublicKey)) return keys;
  throw new BackupError(
    'SETTING_INVALID',
    'BACKUP_TRUSTED_KEYS: keys such as ed25519:…, from `backup-key --signing`, with commas between them',
  );
}

function remoteOf(env: NodeJS.ProcessEnv): RemoteSettings | undefined {
  const url = variable(env, 'BACKUP_S3_URL');
  if (url === undefined) return undefined;
  const accessKeyId = variable(env, 'BACKUP_S3_ACCESS_KEY_ID');
  const secretAccessKey = variable(env, 'BACKUP_S3_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new BackupError(
      'SETTING_INVALID',
      'BACKUP_S3_URL needs BACKUP_S3_ACCESS_KEY_ID and BACKUP_S3_SECRET_ACCESS_KEY',
    );
  }
  if (!URL.canParse(url) || !/^https?:\/\/[^/]+\/[^/?#]+/.test(url)) {
    throw new BackupError(
      'SETTING_INVALID',
      'BACKUP_S3_URL: an address such as https://endpoint/bucket/prefix',
    );
  }
  return {
    url: url.replace(/\/+$/, ''),
    region: variable(env, 'BACKUP_S3_REGION') ?? 'us-east-1',
    accessKeyId,
    secretAccessKey,
  };
}
