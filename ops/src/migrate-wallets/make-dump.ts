import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Document, ObjectId, serialize } from 'bson';
import { COLLECTIONS, type LegacyCollection } from './collections.ts';
import { badRow, goodRow } from './legacy-rows.ts';
import { createRandom, type Random } from './random.ts';

export interface DumpOptions {
  readonly rows: number;
  readonly seed: number;
  /** Share of the rows that are bad, from 0 to 1. */
  readonly bad: number;
  readonly onProgress?: (text: string) => void;
}

export interface MadeCollection {
  readonly collection: string;
  readonly rows: number;
  /** Rows that have a fault of their own. */
  readonly bad: number;
  /** Good rows that have a second one of the same user and currency: twice as many are set aside. */
  readonly doubled: number;
}

/** How the rows are spread over the collections, in hundredths. */
const SHARES = [40, 20, 25, 15];
const DATABASE = 'legacy';
const BUFFER_BYTES = 256 * 1024;
const CERTAIN = 1_000_000;

/**
 * Writes `<folder>/legacy/<collection>.bson` and `.metadata.json` as mongodump does, the same for the same options.
 * Files that are there already are not overwritten.
 */
export async function makeDump(folder: string, options: DumpOptions): Promise<MadeCollection[]> {
  const directory = join(folder, DATABASE);
  await mkdir(directory, { recursive: true });
  const made: MadeCollection[] = [];
  let before = 0;
  let share = 0;
  for (const [place, collection] of COLLECTIONS.entries()) {
    share += SHARES[place] ?? 0;
    const until = Math.round((options.rows * share) / 100);
    made.push(await makeCollection(directory, collection, place, { ...options, rows: until - before }));
    before = until;
  }
  return made;
}

async function makeCollection(
  directory: string,
  collection: LegacyCollection,
  place: number,
  { rows, seed, bad, onProgress }: DumpOptions,
): Promise<MadeCollection> {
  const metadata = {
    indexes: [{ v: 2, key: { _id: 1 }, name: '_id_' }],
    uuid: '',
    collectionName: collection.name,
  };
  await writeFile(join(directory, `${collection.name}.metadata.json`), JSON.stringify(metadata), {
    flag: 'wx',
  });
  const file = createWriteStream(join(directory, `${collection.name}.bson`), { flags: 'wx' });
  const ended = finished(file);
  const random = createRandom(seed * COLLECTIONS.length + place);
  const made = { collection: collection.name, rows, bad: 0, doubled: 0 };
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for (const { document, kind } of makeRows(collection, place, { rows, bad, random })) {
    if (kind !== 'good') made[kind] += 1;
    const encoded = serialize(document);
    waiting.push(encoded);
    bytes += encoded.length;
    if (bytes >= BUFFER_BYTES) {
      const full = !file.write(Buffer.concat(waiting));
      waiting = [];
      bytes = 0;
      if (full) await Promise.race([once(file, 'drain'), ended]);
      onProgress?.(`writing ${collection.name}`);
    }
  }
  file.end(Buffer.concat(waiting));
  await ended;
  return made;
}

interface MadeRow {
  readonly document: Document;
  readonly kind: 'good' | 'bad' | 'doubled';
}

function* makeRows(
  collection: LegacyCollection,
  place: number,
  { rows, bad, random }: { rows: number; bad: number; random: Random },
): Generator<MadeRow> {
  let lastGood: Document | undefined;
  for (let number = 0; number < rows; number++) {
    const good = goodRow(collection, place, number, random);
    if (random.below(CERTAIN) >= bad * CERTAIN) {
      lastGood = good;
      yield { document: good, kind: 'good' };
    } else if (lastGood !== undefined && random.below(8) === 0) {
      yield { document: { ...lastGood, _id: new ObjectId(String(good._id)) }, kind: 'doubled' };
      lastGood = undefined;
    } else {
      yield { document: badRow(good, random), kind: 'bad' };
    }
  }
}
