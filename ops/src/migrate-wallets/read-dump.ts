import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { COLLECTIONS } from './collections.ts';
import { MigrationError } from './errors.ts';
import { frameDocuments } from './frame-documents.ts';
import type { LegacySource } from './source.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * Opens what `mongodump --out <folder>` (with or without `--gzip`) wrote: `<folder>/<database>/<collection>.bson`,
 * or `.bson.gz`. The folder of the database itself will do as well.
 * @throws MigrationError SOURCE_NOT_FOUND, SOURCE_AMBIGUOUS
 */
export async function openDump(folder: string, database: string | undefined): Promise<LegacySource> {
  const directory = await findDatabase(folder, database);
  const files = await balanceFiles(directory);
  return {
    description: directory,
    collections: [...files.keys()],
    read(collection) {
      const file = files.get(collection);
      if (file === undefined)
        throw new MigrationError('SOURCE_NOT_FOUND', `no ${collection} in ${directory}`);
      return frameDocuments(openFile(join(directory, file)), file);
    },
    close: async () => undefined,
  };
}

async function findDatabase(folder: string, database: string | undefined): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isFile()) {
    throw new MigrationError(
      'SOURCE_NOT_FOUND',
      `${folder} is a file: unpack an archive with mongorestore and dump it with mongodump --out`,
    );
  }
  if (found === undefined) throw new MigrationError('SOURCE_NOT_FOUND', `there is no folder ${folder}`);
  if (database !== undefined) {
    const directory = join(folder, database);
    if ((await balanceFiles(directory)).size > 0) return directory;
    throw new MigrationError('SOURCE_NOT_FOUND', `${directory} holds none of the four collections`);
  }
  const entries = await readdir(folder, { withFileTypes: true });
  const candidates = [
    folder,
    ...entries.filter((e) => e.isDirectory()).map(({ name }) => join(folder, name)),
  ];
  const holding: string[] = [];
  for (const candidate of candidates.toSorted()) {
    if ((await balanceFiles(candidate)).size > 0) holding.push(candidate);
  }
  const [directory, ...others] = holding;
  if (directory === undefined) {
    throw new MigrationError('SOURCE_NOT_FOUND', `${folder} holds none of the four collections as .bson`);
  }
  if (others.length > 0) {
    throw new MigrationError(
      'SOURCE_AMBIGUOUS',
      `several databases have balances: ${holding.join(', ')}; name one with --db`,
    );
  }
  return directory;
}

/** File by collection, in the order of the collections. */
async function balanceFiles(directory: string): Promise<Map<string, string>> {
  const names = new Set(await readdir(directory).catch(() => []));
  const files = new Map<string, string>();
  for (const { name } of COLLECTIONS) {
    const present = [`${name}.bson`, `${name}.bson.gz`].filter((file) => names.has(file));
    const [file] = present;
    if (present.length > 1) {
      throw new MigrationError('SOURCE_AMBIGUOUS', `${directory} has both ${present.join(' and ')}`);
    }
    if (file !== undefined) files.set(name, file);
  }
  return files;
}

async function* openFile(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (!path.endsWith('.gz')) {
    yield* file;
    return;
  }
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  file.on('error', (error) => unpacked.destroy(error));
  try {
    yield* file.pipe(unpacked);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError('SOURCE_BROKEN', `${path} cannot be unpacked: ${reason}`, { cause: error });
  } finally {
    file.destroy();
  }
}
