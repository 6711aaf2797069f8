import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { BackupError } from './errors.ts';

/** Who vouches for a text, and how it is shown. */
export interface Signature {
  /** The public half, such as ed25519:… */
  readonly key: string;
  /** Ed25519 (RFC 8032) in base64. */
  readonly value: string;
}

export interface Signer {
  /** The public half, for BACKUP_TRUSTED_KEYS. */
  readonly publicKey: string;
  sign(text: string): Signature;
}

/** The 32 bytes of RFC 8032 in base64url, which is how a JWK has them. */
const PUBLIC_KEY = /^ed25519:[\w-]{43}$/;

/**
 * Makes a key that signs, and writes its secret half (PKCS #8, PEM) to a file that only its owner reads.
 * @returns the public half, for BACKUP_TRUSTED_KEYS
 * @throws BackupError BACKUP_KEY_INVALID when the file is there already
 */
export async function createSigningKey(file: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  try {
    await writeFile(file, pem, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new BackupError('BACKUP_KEY_INVALID', `${file} is there already, and a key is never overwritten.`);
  }
  return nameOf(publicKey);
}

/**
 * Who signs on this machine: undefined where BACKUP_SIGNING_KEY_FILE is not set.
 * @throws BackupError BACKUP_KEY_MISSING, BACKUP_KEY_INVALID
 */
export async function readSigner(file: string | undefined): Promise<Signer | undefined> {
  if (file === undefined) return undefined;
  let pem: string;
  try {
    pem = await readFile(file, 'utf8');
  } catch (error) {
    throw new BackupError(
      'BACKUP_KEY_MISSING',
      `BACKUP_SIGNING_KEY_FILE names ${file}, which cannot be read.`,
      error,
    );
  }
  const key = privateKeyIn(pem, file);
  const publicKey = nameOf(createPublicKey(key));
  return {
    publicKey,
    sign: (text) => ({ key: publicKey, value: sign(null, Buffer.from(text), key).toString('base64') }),
  };
}

/** Whether text is the public half of a key that signs. */
export function isPublicKey(text: string): boolean {
  return PUBLIC_KEY.test(text);
}

/**
 * Why a text is not to be relied on, in words that go on from its name; undefined when one of the trusted keys signed
 * exactly this.
 * @param trusted public halves; the key that a signature names counts for nothing unless it is one of them
 */
export function distrust(
  text: string,
  signature: Signature | undefined,
  trusted: readonly string[],
): string | undefined {
  if (signature === undefined) return 'is not signed';
  if (!trusted.includes(signature.key))
    return `is signed by ${signature.key}, which BACKUP_TRUSTED_KEYS does not name`;
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: signature.key.slice(signature.key.indexOf(':') + 1) },
    format: 'jwk',
  });
  return verify(null, Buffer.from(text), key, Buffer.from(signature.value, 'base64'))
    ? undefined
    : `is not what ${signature.key} signed: somebody has altered it`;
}

function privateKeyIn(pem: string, file: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Whatever else stands there is no such key either.
  }
  throw new BackupError(
    'BACKUP_KEY_INVALID',
    `${file} holds no Ed25519 key. Make one with \`npm run -s ops -- backup-key --signing <file>\`.`,
  );
}

function nameOf(publicKey: KeyObject): string {
  return `ed25519:${publicKey.export({ format: 'jwk' }).x}`;
}
