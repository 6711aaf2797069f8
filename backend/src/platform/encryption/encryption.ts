import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts small secrets for the database. */
export interface Encryption {
  /**
   * `context` says what the text is and whose, such as `webhook_endpoint/whe_…/secret`: a ciphertext moved to
   * another row or column does not decrypt there.
   */
  encrypt(text: string, context: string): string;
  /** @throws UndecipherableError when the key is not known, or the text or context are not what was encrypted */
  decrypt(ciphertext: string, context: string): string;
  /** Whether it is encrypted under the current key; otherwise encrypt it afresh when it is next written. */
  isCurrent(ciphertext: string): boolean;
}

/** What is stored cannot be read: the key is gone, or somebody has changed it. */
export class UndecipherableError extends Error {
  override readonly name = 'UndecipherableError';

  constructor(readonly reason: 'format' | 'unknown key' | 'altered') {
    super(`a stored secret cannot be decrypted: ${reason}`);
  }
}

/** The format: version, key id, nonce, ciphertext, tag. */
const VERSION = 'v1';
const PARTS = /^v1\.([0-9a-f]{8})\.([\w-]{16})\.([\w-]*)\.([\w-]{22})$/;
const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D recommends 96 bits for nonces, and allows 2^32 random ones for a key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * AES-256-GCM under keys derived by HKDF-SHA256 (RFC 5869). Each ciphertext names its key, so that `current` can
 * be replaced: the earlier secrets go to `retired` and go on decrypting.
 */
export function createEncryption(current: string, retired: readonly string[] = []): Encryption {
  const key = deriveKey(current);
  const keys = new Map([...retired.map(deriveKey), key].map((each) => [each.id, each]));
  return {
    encrypt(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const parts = [nonce, body, cipher.getAuthTag()].map((part) => part.toString('base64url'));
      return [VERSION, key.id, ...parts].join('.');
    },
    decrypt(ciphertext, context) {
      const [, id = '', nonce = '', body = '', tag = ''] = PARTS.exec(ciphertext) ?? [];
      if (id === '') throw new UndecipherableError('format');
      const used = keys.get(id);
      if (used === undefined) throw new UndecipherableError('unknown key');
      const decipher = createDecipheriv(CIPHER, used.bytes, Buffer.from(nonce, 'base64url'), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      try {
        return Buffer.concat([decipher.update(body, 'base64url'), decipher.final()]).toString('utf8');
      } catch {
        throw new UndecipherableError('altered');
      }
    },
    isCurrent: (ciphertext) => PARTS.exec(ciphertext)?.[1] === key.id,
  };
}

function deriveKey(secret: string): Key {
  const derive = (purpose: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, 'charmbills', `encryption ${VERSION} ${purpose}`, bytes));
  return { id: derive('key id', 4).toString('hex'), bytes: derive('key', 32) };
}
