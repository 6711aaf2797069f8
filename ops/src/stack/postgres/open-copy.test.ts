import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isOpenToOthers } from '../run-as.ts';
import type { PostgresBinaries } from './binaries.ts';
import { openCopy } from './open-copy.ts';

let closed: string;
let binaries: PostgresBinaries;
let copied: PostgresBinaries | undefined;

beforeEach(async () => {
  closed = await mkdtemp(join(tmpdir(), 'charmbills-closed-'));
  await mkdir(join(closed, 'native/bin'), { recursive: true });
  binaries = { postgres: join(closed, 'native/bin/postgres'), initdb: join(closed, 'native/bin/initdb') };
  for (const file of Object.values(binaries)) await writeFile(file, '#!/bin/sh\n', { mode: 0o755 });
  copied = undefined;
});
afterEach(async () => {
  await rm(closed, { recursive: true });
  if (copied !== undefined) await rm(join(dirname(copied.postgres), '..'), { recursive: true, force: true });
});

test('programs in a closed folder are copied once to where every user may run them', async () => {
  expect(isOpenToOthers(binaries.postgres)).toBe(false);
  copied = await openCopy(binaries);
  expect(isOpenToOthers(copied.postgres)).toBe(true);
  expect(await readFile(copied.initdb, 'utf8')).toBe('#!/bin/sh\n');
  expect((await stat(copied.initdb)).mode & 0o111).toBe(0o111);
  expect(await openCopy(binaries)).toEqual(copied);
});

test('a copy that others may change is not run', async () => {
  copied = await openCopy(binaries);
  await chmod(join(dirname(copied.postgres), '..'), 0o777);
  await expect(openCopy(binaries)).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
});
