import { expect, test } from 'vitest';
import type { BaseManifest, DumpManifest } from './manifest.ts';
import { expired } from './retention.ts';
import { walNeededFrom } from './wal.ts';

const NOW = new Date('2026-03-31T00:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString();
const dump = (days: number) => ({ kind: 'dump', finishedAt: daysAgo(days) }) as DumpManifest;
const base = (days: number, firstWal = '') =>
  ({ kind: 'base', finishedAt: daysAgo(days), firstWal }) as BaseManifest;

test('what is older than the days to keep goes', () => {
  const all = [40, 31, 30, 29, 1].map(dump);
  expect(expired(all, NOW, 30)).toEqual([dump(40), dump(31)]);
});

test('the newest stays, however old', () => {
  expect(expired([dump(90), dump(60)], NOW, 30)).toEqual([dump(90)]);
  expect(expired([], NOW, 30)).toEqual([]);
});

test('the base backup that leads to the first instant of the days to keep stays', () => {
  const all = [45, 38, 31, 24, 3].map((days) => base(days));
  expect(expired(all, NOW, 30)).toEqual([base(45), base(38)]);
});

test('WAL before the first base backup is not needed, whatever its timeline', () => {
  const needed = walNeededFrom([base(31, '000000010000000100000010'), base(3, '000000020000000200000001')]);
  const names = {
    '00000001000000010000000F': false,
    '000000010000000100000010': true,
    '000000020000000100000005': false,
    '0000000200000002000000FF': true,
    '00000002.history': true,
    '00000001000000010000000F.00000028.backup': false,
  };
  expect(Object.fromEntries(Object.keys(names).map((name) => [name, needed?.(name)]))).toEqual(names);
  expect(walNeededFrom([])).toBeUndefined();
});
