import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cacheFolder } from '../cache-folder.ts';
import { filledFolder } from '../filled-folder.ts';
import { download } from './download.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-cache-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the cache follows XDG_CACHE_HOME and falls back to the home folder', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/var/cache/me', HOME: '/home/me' })).toBe('/var/cache/me/charmbills');
  expect(cacheFolder({ XDG_CACHE_HOME: '', HOME: '/home/me' })).toBe('/home/me/.cache/charmbills');
});

test('several who want the same folder fill it once, and all get the complete one', async () => {
  let fills = 0;
  const target = join(folder, 'thing');
  const fill = async (draft: string) => {
    fills += 1;
    await writeFile(join(draft, 'content'), 'whole');
  };
  const results = await Promise.all(Array.from({ length: 5 }, () => filledFolder(target, fill)));
  expect(new Set(results)).toEqual(new Set([target]));
  expect(fills).toBe(1);
  expect(await readdir(folder)).toEqual(['thing']);
});

test('an interrupted fill leaves nothing behind and the next one starts anew', async () => {
  const target = join(folder, 'thing');
  const broken = filledFolder(target, async (draft) => {
    await writeFile(join(draft, 'half'), '');
    throw new Error('disk full');
  });
  await expect(broken).rejects.toThrow('disk full');
  expect(await readdir(folder)).toEqual([]);
  await filledFolder(target, (draft) => writeFile(join(draft, 'content'), 'whole'));
  expect(await readdir(target)).toEqual(['content']);
});

test('a download is kept only when its checksum is the pinned one', async () => {
  const content = Buffer.alloc(300_000, 7);
  const server = createServer((_request, response) => response.end(content));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/archive`;
  try {
    const sha256 = createHash('sha256').update(content).digest('hex');
    const target = join(folder, 'archive');
    await download(url, sha256, target, () => undefined);
    expect((await readFile(target)).equals(content)).toBe(true);
    await expect(download(url, '00'.repeat(32), target, () => undefined)).rejects.toThrow(sha256);
  } finally {
    server.close();
  }
});
