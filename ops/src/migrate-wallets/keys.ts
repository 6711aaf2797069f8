/** Owner kind of the ledger accounts of people who are known by their id in the legacy system only. */
export const OWNER_KIND = 'legacy_user';

/** What the keys of an attempt's postings begin with. */
export function keyPrefix(attempt: number): string {
  return `legacy:${attempt}:`;
}

/** The first text, in the order of bytes, after all keys of the attempt. */
export function keyEnd(attempt: number): string {
  return `legacy:${attempt};`;
}

/** The idempotency key of a document's opening balance. */
export function openingKey(attempt: number, collection: string, documentId: string): string {
  return `${keyPrefix(attempt)}${collection}:${documentId}`;
}
