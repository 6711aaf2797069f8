import { openDump } from './read-dump.ts';
import { openMongo } from './read-mongo.ts';

/** The legacy system's data, wherever they are read from. */
export interface LegacySource {
  /** What it is, without credentials. */
  readonly description: string;
  /** Names of the collections that are there. */
  readonly collections: readonly string[];
  /** The BSON documents of a collection, several at a time, in the order of the source. */
  read(collection: string): AsyncIterable<readonly Uint8Array[]>;
  close(): Promise<void>;
}

/**
 * Opens a folder that mongodump wrote, or a MongoDB by its connection string.
 * @throws MigrationError SOURCE_NOT_FOUND, SOURCE_AMBIGUOUS
 */
export function openSource(from: string, database: string | undefined): Promise<LegacySource> {
  return /^mongodb(\+srv)?:\/\//.test(from) ? openMongo(from, database) : openDump(from, database);
}
