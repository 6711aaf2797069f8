import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { BackupError } from './errors.ts';

type Bytes = AsyncIterable<Uint8Array>;

/**
 * A stage of a pipeline that encrypts to a recipient (age, X25519 and ChaCha20-Poly1305).
 * @throws BackupError BACKUP_KEY_INVALID
 */
export function seal(recipient: string): (source: Bytes) => AsyncGenerator<Uint8Array> {
  const encrypter = encrypterFor(recipient);
  return async function* sealed(source) {
    yield* (await encrypter.encrypt(webStream(source))) as unknown as Bytes;
  };
}

/**
 * A stage that decrypts, and gives nothing that was altered.
 * @throws BackupError BACKUP_DAMAGED while it runs
 */
export function unseal(identities: readonly string[]): (source: Bytes) => AsyncGenerator<Uint8Array> {
  return async function* unsealed(source) {
    const decrypter = decrypterFor(identities);
    try {
      yield* (await decrypter.decrypt(webStream(source))) as unknown as Bytes;
    } catch (cause) {
      throw undecipherable(cause);
    }
  };
}

/** Encrypts a short text; the answer is base64. */
export async function sealText(recipient: string, text: string): Promise<string> {
  return Buffer.from(await encrypterFor(recipient).encrypt(text)).toString('base64');
}

/** @throws BackupError BACKUP_DAMAGED */
export async function unsealText(identities: readonly string[], sealed: string): Promise<string> {
  try {
    return await decrypterFor(identities).decrypt(Buffer.from(sealed, 'base64'), 'text');
  } catch (cause) {
    throw undecipherable(cause);
  }
}

function encrypterFor(recipient: string): Encrypter {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new BackupError(
      'BACKUP_KEY_INVALID',
      'BACKUP_PUBLIC_KEY: a key such as age1…, from `backup-key`',
      cause,
    );
  }
  return encrypter;
}

function decrypterFor(identities: readonly string[]): Decrypter {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  return decrypter;
}

function undecipherable(cause: unknown): BackupError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BackupError(
    'BACKUP_DAMAGED',
    `It cannot be decrypted: ${reason}. Is its key in BACKUP_KEY_FILE? Otherwise take another backup.`,
    cause,
  );
}

function webStream(source: Bytes): globalThis.ReadableStream<Uint8Array> {
  return Readable.toWeb(
    Readable.from(source, { objectMode: false }),
  ) as ReadableStream<Uint8Array> as unknown as globalThis.ReadableStream<Uint8Array>;
}
