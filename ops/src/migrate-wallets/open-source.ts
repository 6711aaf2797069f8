import { openDump } from './read-dump.ts';
import { openMongo } from './read-mongo.ts';
import type { LegacySource } from './source.ts';

/**
 * Opens a folder that mongodump wrote, or a MongoDB by its connection string.
 * @throws MigrationError SOURCE_NOT_FOUND, SOURCE_AMBIGUOUS
 */
export function openSource(from: string, database: string | undefined): Promise<LegacySource> {
  return /^mongodb(\+srv)?:\/\//.test(from) ? openMongo(from, database) : openDump(from, database);
}
