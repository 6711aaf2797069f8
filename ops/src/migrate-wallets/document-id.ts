import { createHash } from 'node:crypto';
import { EJSON, ObjectId } from 'bson';

const PLAIN = /^[\x21-\x5b\x5d-\x7e]{1,100}$/;

/**
 * A document's `_id` as text that no other `_id` of its collection has: 24 hexadecimal digits for an ObjectId,
 * canonical extended JSON for everything else, and the hash of it where that is long or has unusual characters.
 */
export function documentIdText(id: unknown): string {
  if (id instanceof ObjectId) return id.toHexString();
  const text = EJSON.stringify(id, { relaxed: false });
  return PLAIN.test(text) ? text : `sha256-${createHash('sha256').update(text).digest('hex')}`;
}
