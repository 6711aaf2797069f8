import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeDrafts, writeWhole } from './files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a file takes its place whole; a write that fails leaves what was there', async () => {
  const path = join(folder, 'sub', 'file');
  await writeWhole(path, (draft) => writeFile(draft, 'one'));
  const failing = writeWhole(path, async (draft) => {
    await writeFile(draft, 'half of tw');
    throw new Error('killed');
  });
  await expect(failing).rejects.toThrow('killed');
  expect(await readFile(path, 'utf8')).toBe('one');
  expect(await readdir(join(folder, 'sub'))).toEqual(['file']);
});

test('drafts go, those of somebody at work stay when asked for', async () => {
  for (const name of ['old.partial', 'new.partial', 'kept']) await writeFile(join(folder, name), '');
  await utimes(join(folder, 'old.partial'), 0, 0);
  await removeDrafts(folder, new Date(1_000_000));
  expect((await readdir(folder)).sort()).toEqual(['kept', 'new.partial']);
  await removeDrafts(folder);
  expect(await readdir(folder)).toEqual(['kept']);
});
