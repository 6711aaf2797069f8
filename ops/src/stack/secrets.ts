import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Passwords of the parts that the stack starts itself. */
export interface Secrets {
  readonly jwtSecret: string;
  readonly encryptionKey: string;
  readonly postgresPassword: string;
  readonly rpcPassword: string;
}

const FILE = 'secrets.json';

/** The secrets of a data folder, or undefined before its first start. */
export async function readSecrets(dataDir: string): Promise<Secrets | undefined> {
  const saved = await readFile(join(dataDir, FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return saved === undefined ? undefined : (JSON.parse(saved) as Secrets);
}

/**
 * The secrets of a data folder: made once, kept beside the data and readable for its owner only. A folder from
 * before one of them was needed is given that one.
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const saved: Partial<Secrets> | undefined = await readSecrets(dataDir);
  const secrets: Secrets = {
    jwtSecret: randomBytes(32).toString('base64'),
    encryptionKey: randomBytes(32).toString('base64'),
    postgresPassword: randomBytes(16).toString('hex'),
    rpcPassword: randomBytes(16).toString('hex'),
    ...saved,
  };
  if (saved !== undefined && Object.keys(secrets).length === Object.keys(saved).length) return secrets;
  const file = join(dataDir, FILE);
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}
