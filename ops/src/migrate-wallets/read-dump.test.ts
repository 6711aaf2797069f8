import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { deserialize, serialize } from 'bson';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { frameDocuments } from './frame-documents.ts';
import { openSource } from './open-source.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-dump-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const documents = Array.from({ length: 40 }, (_, i) => ({ _id: i, text: 'x'.repeat(i * 7) }));
const bytes = Buffer.concat(documents.map((document) => serialize(document)));

async function put(path: string, content: Uint8Array = bytes): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), content);
}

async function readAll(stream: AsyncIterable<readonly Uint8Array[]>): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const batch of stream) read.push(...batch.map((document) => deserialize(document)));
  return read;
}

async function* cut(content: Uint8Array, at: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const to of [...at, content.length]) {
    yield content.subarray(from, to);
    from = to;
  }
}

test('documents come out whole however the stream is cut', async () => {
  const cuts = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(cuts, async (places) => {
      const at = places.toSorted((a, b) => a - b);
      expect(await readAll(frameDocuments(cut(bytes, at), 'file'))).toEqual(documents);
    }),
  );
});

test('a file that ends too early is no source, wherever it ends', async () => {
  const ends = new Set<number>([0]);
  let end = 0;
  for (const document of documents) {
    end += serialize(document).length;
    ends.add(end);
  }
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1 }), async (length) => {
      const reading = readAll(frameDocuments(cut(bytes.subarray(0, length), []), 'file'));
      if (ends.has(length)) await reading;
      else await expect(reading).rejects.toMatchObject({ code: 'SOURCE_BROKEN' });
    }),
  );
});

test.each([
  ['a length of nothing', Buffer.from([4, 0, 0, 0, 0])],
  ['a length beyond all', Buffer.from([0xff, 0xff, 0xff, 0x7f, 0])],
  ['no end', Buffer.from([5, 0, 0, 0, 1])],
  ['text', Buffer.from('not BSON at all')],
])('%s is no document', async (_, content) => {
  await expect(readAll(frameDocuments(cut(content, []), 'file'))).rejects.toMatchObject({
    code: 'SOURCE_BROKEN',
  });
});

test('collections are found below the folder, in the folder, and packed', async () => {
  await put('shop/savings_balances.bson.gz', gzipSync(bytes));
  await put('shop/internal_balances.bson');
  await put('shop/internal_balances.metadata.json', Buffer.from('{}'));
  await put('admin/system.version.bson');
  for (const [from, database] of [
    [folder, undefined],
    [join(folder, 'shop'), undefined],
    [folder, 'shop'],
  ] as const) {
    const source = await openSource(from, database);
    expect(source.collections).toEqual(['internal_balances', 'savings_balances']);
    expect(await readAll(source.read('internal_balances'))).toEqual(documents);
    expect(await readAll(source.read('savings_balances'))).toEqual(documents);
  }
});

test('a packed file that is damaged is no source', async () => {
  await put('shop/internal_balances.bson.gz', gzipSync(bytes).subarray(0, 100));
  const source = await openSource(folder, undefined);
  await expect(readAll(source.read('internal_balances'))).rejects.toMatchObject({ code: 'SOURCE_BROKEN' });
});

test('what is not clear is asked, and what is not there is said', async () => {
  await expect(openSource(join(folder, 'none'), undefined)).rejects.toMatchObject({
    code: 'SOURCE_NOT_FOUND',
  });
  await expect(openSource(folder, undefined)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  await put('shop/internal_balances.bson');
  await expect(openSource(folder, 'sop')).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  await expect(openSource(join(folder, 'shop/internal_balances.bson'), undefined)).rejects.toMatchObject({
    code: 'SOURCE_NOT_FOUND',
  });
  await put('staging/internal_balances.bson');
  await expect(openSource(folder, undefined)).rejects.toMatchObject({ code: 'SOURCE_AMBIGUOUS' });
  await put('shop/internal_balances.bson.gz', await readFile(join(folder, 'shop/internal_balances.bson')));
  await expect(openSource(folder, 'shop')).rejects.toMatchObject({ code: 'SOURCE_AMBIGUOUS' });
});
