import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { makeDump } from '../migrate-wallets/index.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { command as makeLegacyDump } from './make-legacy-dump.ts';
import { command } from './migrate-wallets.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'charmbills-dump-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

let printed: { stdout: string; stderr: string };
beforeEach(() => {
  printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text);
      return true;
    });
  }
});
afterEach(() => vi.restoreAllMocks());

const run = (...args: string[]) => command.run(args, { ...process.env, DATABASE_URL: database.url });

test('a made dump is the same for the same seed, and is not overwritten', async () => {
  const made = async (name: string, seed: number) => {
    await makeDump(join(folder, name), { rows: 500, seed, bad: 0.1 });
    return readFile(join(folder, name, 'legacy', 'trader_balances.bson'), 'base64');
  };
  const first = await made('one', 1);
  expect(await made('same', 1)).toBe(first);
  expect(await made('other', 2)).not.toBe(first);
  await expect(made('one', 1)).rejects.toThrow('EEXIST');
});

test('dry run, run, repetition and roll-back end with what they say', async () => {
  const dump = join(folder, 'dump');
  expect(await makeLegacyDump.run(['--out', dump, '--rows', '1000', '--bad', '0.05'], {})).toBe(0);
  const [, rows, bad, doubled] =
    /^internal_balances +(\d+) rows, (\d+) bad, (\d+) doubled$/m.exec(printed.stdout) ?? [];
  expect(Number(rows)).toBe(400);

  printed.stdout = '';
  const file = join(folder, 'quarantine.csv');
  expect(await run('--from', dump, '--dry-run', '--quarantine', file)).toBe(0);
  const preview = printed.stdout;
  expect(printed.stderr).toContain('nothing was written');
  const setAside = (await readFile(file, 'utf8')).match(/^internal_balances,/gm) ?? [];
  expect(setAside.length).toBe(Number(bad) + 2 * Number(doubled));
  expect((await stat(file)).mode & 0o077).toBe(0);

  for (const attempt of [1, 2]) {
    printed.stdout = '';
    expect([attempt, await run('--from', dump)]).toEqual([attempt, 0]);
    expect(printed.stdout).toBe(preview);
  }
  expect(printed.stdout).toContain('Before and after agree to the last unit.');

  printed.stdout = '';
  expect(await run('--roll-back')).toBe(0);
  expect(printed.stdout).toMatch(/^Rolled back: \d+ opening balances are reversed\.$/m);
  expect(await run('--roll-back')).toBe(1);
  expect(printed.stderr).toContain('NOTHING_TO_ROLL_BACK');
});

test('a source that is not there is exit 1', async () => {
  expect(await run('--from', join(folder, 'none'))).toBe(1);
  expect(printed.stderr).toContain('SOURCE_NOT_FOUND');
});

test.each([
  [[]],
  [['--from', 'x', '--roll-back']],
  [['--roll-back', '--dry-run']],
  [['--from', 'x', '--batch', '0']],
  [['--from', 'x', '--batch', '10001']],
  [['--from', 'x', '--balance-is', 'locked']],
  [['--form', 'x']],
])('%j is answered with the usage', async (args) => {
  expect(await run(...args)).toBe(2);
  expect(printed.stderr).toContain('usage: migrate-wallets --from');
});

test.each([
  [['--out', 'x']],
  [['--out', 'x', '--rows', '0']],
  [['--rows', '5']],
  [['--out', 'x', '--rows', '5', '--bad', '2']],
])('make-legacy-dump %j is answered with the usage', async (args) => {
  expect(await makeLegacyDump.run(args, {})).toBe(2);
  expect(printed.stderr).toContain('usage: make-legacy-dump');
});
