import { MongoClient } from 'mongodb';
import { COLLECTIONS } from './collections.ts';
import { MigrationError } from './errors.ts';
import type { LegacySource } from './source.ts';

const BATCH = 1_000;
const CONNECT_MS = 10_000;
/** Credentials and hosts, then the database (https://www.mongodb.com/docs/manual/reference/connection-string/). */
const MONGO_URL = /^mongodb(?:\+srv)?:\/\/([^/?]+)(?:\/([^?]*))?/;

/**
 * Opens a running MongoDB for reading. The database is the one named, else that of the connection string.
 * @throws MigrationError SOURCE_NOT_FOUND when it cannot be reached or holds none of the collections
 */
export async function openMongo(url: string, database: string | undefined): Promise<LegacySource> {
  const [, authority = '', path = ''] = MONGO_URL.exec(url) ?? [];
  const name = database ?? decodeURIComponent(path);
  if (name === '') throw new MigrationError('SOURCE_NOT_FOUND', 'name the database with --db');
  const description = `mongodb://${authority.slice(authority.lastIndexOf('@') + 1)}/${name}`;
  let client: MongoClient | undefined;
  try {
    const patience = url.includes('serverSelectionTimeoutMS=')
      ? {}
      : { serverSelectionTimeoutMS: CONNECT_MS };
    client = new MongoClient(url, { ...patience, readPreference: 'primary' });
    const present = await balanceCollections(client, name);
    if (present.length === 0) {
      throw new MigrationError('SOURCE_NOT_FOUND', `${description} holds none of the four collections`);
    }
    const reader = client;
    return {
      description,
      collections: present,
      read: (collection) => readCollection(reader, name, collection),
      close: () => reader.close(),
    };
  } catch (error) {
    await client?.close();
    if (error instanceof MigrationError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError('SOURCE_NOT_FOUND', `${description} cannot be read: ${reason}`, {
      cause: error,
    });
  }
}

async function balanceCollections(client: MongoClient, database: string): Promise<string[]> {
  const wanted = COLLECTIONS.map(({ name }) => name);
  const cursor = client.db(database).listCollections({ name: { $in: wanted } }, { nameOnly: true });
  const present = new Set((await cursor.toArray()).map(({ name }) => name));
  return wanted.filter((name) => present.has(name));
}

/** In the order of `_id`, which every collection has an index of; documents stay the bytes they came as. */
async function* readCollection(
  client: MongoClient,
  database: string,
  collection: string,
): AsyncGenerator<Uint8Array[]> {
  const cursor = client
    .db(database)
    .collection(collection)
    .find({}, { raw: true, sort: { _id: 1 }, batchSize: BATCH });
  try {
    while (await cursor.hasNext()) {
      const documents: unknown[] = cursor.readBufferedDocuments(BATCH);
      yield documents.filter((document) => document instanceof Uint8Array);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError('SOURCE_BROKEN', `${collection} cannot be read on: ${reason}`, { cause: error });
  } finally {
    await cursor.close();
  }
}
