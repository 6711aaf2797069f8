import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type S3Server, startS3Server } from '../testing/s3-server.ts';
import { createRemoteStore } from './remote-store.ts';

const PART = 1_000;
let server: S3Server;
let folder: string;

beforeEach(async () => {
  server = await startS3Server();
  folder = await mkdtemp(join(tmpdir(), 'charmbills-s3-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function file(bytes: number): Promise<{ path: string; content: Buffer }> {
  const content = randomBytes(bytes);
  const path = join(folder, 'file');
  await writeFile(path, content);
  return { path, content };
}

test.each([0, 1, PART, PART + 1, 3 * PART, 3 * PART + 7])(
  '%d bytes arrive as they were sent',
  async (bytes) => {
    const store = createRemoteStore(server.settings, { partBytes: PART, retries: 0 });
    const { path, content } = await file(bytes);
    await store.put('dumps/dump-20260301T000000Z.dump.age', path);
    const stream = await store.get('dumps/dump-20260301T000000Z.dump.age');
    expect(stream && (await buffer(stream)).equals(content)).toBe(true);
    expect(server.uploads.size).toBe(0);
  },
);

test('every key is listed, however many pages there are', async () => {
  const store = createRemoteStore(server.settings, { retries: 0 });
  const { path } = await file(1);
  const keys = Array.from({ length: 8 }, (_, i) => `wal/${i}`);
  for (const key of [...keys, 'base/1']) await store.put(key, path);
  expect(await store.list('wal/')).toEqual(keys);
  await store.delete('wal/3');
  await store.delete('wal/3');
  expect(await store.list('wal/')).toHaveLength(7);
  expect(await store.get('wal/3')).toBeUndefined();
});

test('a busy server is asked again', async () => {
  const store = createRemoteStore(server.settings, { partBytes: PART, retries: 3 });
  server.failNext('PUT charmbills/prod/k', 2);
  const { path, content } = await file(2 * PART);
  await store.put('k', path);
  expect(server.objects.get('charmbills/prod/k')?.equals(content)).toBe(true);
});

test('an upload that fails half way is given up', async () => {
  const store = createRemoteStore(server.settings, { partBytes: PART, retries: 0 });
  server.failNext('PUT charmbills/prod/k', 1);
  const { path } = await file(3 * PART);
  await expect(store.put('k', path)).rejects.toMatchObject({ code: 'REMOTE_FAILED' });
  expect(server.uploads.size).toBe(0);
  expect(server.objects.size).toBe(0);
});

test.each([
  ['another secret', { secretAccessKey: 'other' }, 'SignatureDoesNotMatch'],
  ['another region', { region: 'us-east-1' }, 'AuthorizationHeaderMalformed'],
  ['another key', { accessKeyId: 'other' }, 'InvalidAccessKeyId'],
])('%s is refused, and the refusal is told', async (_, change, code) => {
  const store = createRemoteStore({ ...server.settings, ...change }, { retries: 0 });
  const { path } = await file(10);
  await expect(store.put('k', path)).rejects.toThrow(code);
  await expect(store.list('')).rejects.toThrow(code);
  expect(server.objects.size).toBe(0);
});

test('a server that does not answer is named', async () => {
  await server.close();
  const store = createRemoteStore(server.settings, { retries: 0 });
  await expect(store.list('')).rejects.toThrow(new URL(server.settings.url).origin);
});
