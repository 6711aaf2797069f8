import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { MODES, type Mode } from '../scopes.ts';

const SECRET_BYTES = 32;
/** 256 bits in base64url. */
const SECRET_LENGTH = 43;
/** A CRC-32 in base 36 with zeros before it: tells a mistyped key from a wrong one, and finds keys in leaked text. */
const CHECKSUM_LENGTH = 7;
const FORM = new RegExp(`^cb_(${MODES.join('|')})_([\\w-]{${SECRET_LENGTH}})([0-9a-z]{${CHECKSUM_LENGTH}})$`);

/** A new key: `cb_live_` or `cb_test_`, 256 random bits, and a checksum. To be shown once and kept by its hash. */
export function newKeySecret(mode: Mode): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return `cb_${mode}_${secret}${checksumOf(mode, secret)}`;
}

/** Whether a text has the form of a key, with the right checksum. */
export function isKeySecret(text: string): boolean {
  const [, mode, secret, checksum] = FORM.exec(text) ?? [];
  return mode !== undefined && secret !== undefined && checksum === checksumOf(mode, secret);
}

/**
 * What is kept of a key, and what it is found by. With 256 random bits there is nothing to guess that a slow hash would
 * guard; and since it is the hash that is looked up, how long the search takes says nothing about the key.
 */
export function hashKeySecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The last four characters, by which people tell keys apart. */
export function hintOf(secret: string): string {
  return secret.slice(-4);
}

function checksumOf(mode: string, secret: string): string {
  return crc32(`${mode}_${secret}`).toString(36).padStart(CHECKSUM_LENGTH, '0');
}
