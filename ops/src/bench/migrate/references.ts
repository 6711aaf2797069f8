import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { deserialize } from 'bson';
import pg from 'pg';
import { openSource } from '../../migrate-wallets/index.ts';

/** Milliseconds that it takes to read every document of the dump, and nothing else. */
export async function readDump(folder: string): Promise<number> {
  const source = await openSource(folder, undefined);
  const start = performance.now();
  for (const collection of source.collections) {
    for await (const documents of source.read(collection)) {
      for (const document of documents) deserialize(document);
    }
  }
  return performance.now() - start;
}

/** The rows of the dump as lines that COPY takes; amounts as they are shown. */
export async function writeCopyFile(folder: string, path: string): Promise<void> {
  const source = await openSource(folder, undefined);
  const file = createWriteStream(path, { mode: 0o644 });
  const ended = finished(file);
  for (const collection of source.collections) {
    for await (const documents of source.read(collection)) {
      const lines = documents.map((bytes) => {
        const { _id, user_id, currency, available_balance, balance, amount, locked_balance } =
          deserialize(bytes);
        const fields = [
          collection,
          _id,
          user_id,
          currency,
          available_balance ?? balance ?? amount,
          locked_balance,
        ];
        return `${fields.map((field) => String(field ?? '')).join('\t')}\n`;
      });
      if (!file.write(lines.join(''))) await Promise.race([once(file, 'drain'), ended]);
    }
  }
  file.end();
  await ended;
}

/** Milliseconds that PostgreSQL takes to COPY those rows into a plain table with a primary key. */
export async function copyRows(databaseUrl: string, path: string): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(`CREATE TABLE copied (collection TEXT, document_id TEXT, user_id TEXT, currency TEXT,
      available TEXT, locked TEXT, PRIMARY KEY (collection, document_id))`);
    const start = performance.now();
    await client.query(`COPY copied FROM '${path}'`);
    return performance.now() - start;
  } finally {
    await client.end();
  }
}
