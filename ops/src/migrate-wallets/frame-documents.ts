import { MigrationError } from './errors.ts';

/** MongoDB's limit of 16 MiB and 16 KiB of room for its own fields. */
const MAX_DOCUMENT = 16 * 1024 * 1024 + 16 * 1024;
/** A length and a final zero byte. */
const MIN_DOCUMENT = 5;

/**
 * Cuts a stream of BSON documents, one after another as mongodump writes them, into documents, several at a time.
 * @throws MigrationError SOURCE_BROKEN when a length cannot be, or the stream ends within a document
 */
export async function* frameDocuments(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array[]> {
  let rest = Buffer.alloc(0);
  let position = 0;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    const documents: Uint8Array[] = [];
    let start = 0;
    while (bytes.length - start >= 4) {
      const length = bytes.readInt32LE(start);
      if (length < MIN_DOCUMENT || length > MAX_DOCUMENT) {
        throw new MigrationError(
          'SOURCE_BROKEN',
          `${name} holds no BSON document at byte ${position + start}`,
        );
      }
      if (bytes.length - start < length) break;
      if (bytes[start + length - 1] !== 0) {
        throw new MigrationError(
          'SOURCE_BROKEN',
          `${name} has a document without an end at byte ${position + start}`,
        );
      }
      documents.push(bytes.subarray(start, start + length));
      start += length;
    }
    position += start;
    rest = bytes.subarray(start);
    if (documents.length > 0) yield documents;
  }
  if (rest.length > 0) {
    throw new MigrationError(
      'SOURCE_BROKEN',
      `${name} ends in the middle of the document at byte ${position}`,
    );
  }
}
