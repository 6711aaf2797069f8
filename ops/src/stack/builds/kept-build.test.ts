import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptBuild } from './kept-build.ts';
import { sourceDigest } from './source-digest.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charmbills-builds-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the digest follows content and names, wherever the sources lie, and leaves out what is not built', async () => {
  const write = async (root: string, path: string, content: string) => {
    await mkdir(join(folder, root, path, '..'), { recursive: true });
    await writeFile(join(folder, root, path), content);
  };
  const digest = (root: string) => sourceDigest(join(folder, root), ['src', 'package.json', 'not-there']);
  for (const root of ['one', 'other']) {
    await write(root, 'src/a.ts', 'a');
    await write(root, 'src/deep/b.ts', 'b');
    await write(root, 'package.json', '{}');
  }
  expect(digest('one')).toMatch(/^[0-9a-f]{16}$/);
  expect(digest('other')).toBe(digest('one'));
  await write('other', 'src/a.test.ts', 'a test');
  await write('other', 'src/node_modules/x/index.js', 'x');
  await write('other', 'README.md', 'elsewhere');
  expect(digest('other')).toBe(digest('one'));
  const seen = new Set([digest('one')]);
  await write('other', 'src/a.ts', 'ab');
  seen.add(digest('other'));
  await write('other', 'src/a.ts', 'a');
  await rm(join(folder, 'other/src/deep'), { recursive: true });
  await write('other', 'src/b.ts', 'b');
  seen.add(digest('other'));
  expect(seen.size).toBe(3);
});

test('the same sources are built once, by whoever comes first', async () => {
  let builds = 0;
  const build = async (draft: string) => {
    builds += 1;
    await writeFile(join(draft, 'main.js'), 'whole');
  };
  const paths = await Promise.all([1, 2, 3].map(() => keptBuild(folder, 'aa', build)));
  expect(new Set(paths)).toEqual(new Set([join(folder, 'aa')]));
  expect(builds).toBe(1);
  await keptBuild(folder, 'bb', build);
  expect(builds).toBe(2);
  expect((await readdir(folder)).sort()).toEqual(['aa', 'bb']);
});

test('a build that fails leaves nothing that could be taken for one', async () => {
  const broken = keptBuild(folder, 'aa', async (draft) => {
    await writeFile(join(draft, 'half'), '');
    throw new Error('no such module');
  });
  await expect(broken).rejects.toThrow('no such module');
  expect(await readdir(folder)).toEqual([]);
  const target = await keptBuild(folder, 'aa', (draft) => writeFile(join(draft, 'main.js'), 'whole'));
  expect(await readFile(join(target, 'main.js'), 'utf8')).toBe('whole');
});

test('a build that nobody asked for in days is removed with the next one, others may be running', async () => {
  const build = (draft: string) => writeFile(join(draft, 'main.js'), '');
  const old = new Date(Date.now() - 4 * 24 * 3_600_000);
  for (const name of ['aa', 'bb', 'cc']) await keptBuild(folder, name, build);
  for (const name of ['aa', 'bb']) await utimes(join(folder, name), old, old);
  await keptBuild(folder, 'bb', build);
  await keptBuild(folder, 'dd', build);
  expect((await readdir(folder)).sort()).toEqual(['bb', 'cc', 'dd']);
});
