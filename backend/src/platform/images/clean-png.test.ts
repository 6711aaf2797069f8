import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { cleanPng, PngError } from './clean-png.ts';
import { pngChunk, testPng } from './testing.ts';

const LIMIT = 16;

test('a PNG is kept with its picture and loses all else', async () => {
  const text = pngChunk('tEXt', Buffer.from('Author\0somebody'));
  const dirty = Buffer.concat([testPng({ extra: [text] }), Buffer.from('<script>alert(1)</script>')]);
  expect(await cleanPng(dirty, LIMIT)).toEqual({ png: testPng(), width: 4, height: 2 });
});

test('a palette is kept, and asked for where colours are numbers', async () => {
  const pixels = Buffer.alloc(2 * (1 + 4));
  const palette = pngChunk('PLTE', Buffer.from([1, 2, 3, 4, 5, 6]));
  const indexed = testPng({ colorType: 3, pixels, extra: [palette] });
  expect((await cleanPng(indexed, LIMIT)).png).toEqual(indexed);
  await expect(cleanPng(testPng({ colorType: 3, pixels }), LIMIT)).rejects.toThrow(PngError);
});

test.each([
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a JPEG', Buffer.from('ffd8ffe000104a46494600', 'hex')],
  ['nothing', Buffer.alloc(0)],
  ['one that is too wide', testPng({ width: 17 })],
  ['one that is too high', testPng({ height: 17 })],
  ['one without pixels', testPng({ width: 0 })],
  ['one that is interlaced', testPng({ interlace: 1 })],
  ['one with 16 bits', testPng({ depth: 16, pixels: Buffer.alloc(2 * (1 + 4 * 8)) })],
  ['one with pixels missing', testPng({ pixels: Buffer.alloc(2 * (1 + 16) - 1) })],
  ['one that unpacks to more than it shows', testPng({ pixels: Buffer.alloc(50_000_000) })],
  ['one with a filter that there is none of', testPng({ pixels: Buffer.alloc(2 * (1 + 16), 5) })],
  ['one that is cut off', testPng().subarray(0, -1)],
])('%s is refused', async (_, bytes) => {
  await expect(cleanPng(bytes, LIMIT)).rejects.toThrow(PngError);
});

test('a changed byte is found by its checksum', async () => {
  const bytes = testPng();
  const at = bytes.indexOf('IDAT') + 6;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  expect(crc32(bytes)).not.toBe(crc32(testPng()));
  await expect(cleanPng(bytes, LIMIT)).rejects.toThrow('a whole PNG');
});
