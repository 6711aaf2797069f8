import { expect, test } from 'vitest';
import { judgeFreshness } from './backups.ts';
import type { ServerFacts } from './database.repository.ts';
import { judgeArchive, judgeServer } from './database.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const FACTS: ServerFacts = {
  version: '18.4',
  major: 18,
  encrypted: true,
  superuser: false,
  maxConnections: 100,
  usedConnections: 20,
  archiveMode: 'on',
  archiveTimeoutSeconds: 60,
  lastArchivedSecondsAgo: 30,
  archivingFails: false,
  fsync: true,
  now: NOW,
  mayCreateTables: true,
  slowQueries: true,
};
const WISHES = {
  url: 'postgresql://db.example/charmbills',
  poolSize: 10,
  production: true,
  migrateOnStart: true,
};

const remarks = (change: Partial<ServerFacts>, skewMs = 0) => {
  const facts = { ...FACTS, ...change };
  return [...judgeServer(facts, skewMs, WISHES), ...judgeArchive(facts, WISHES)]
    .filter(({ level }) => level !== 'ok')
    .map(({ level, subject }) => `${level} ${subject}`);
};

test('a good server has nothing to remark', () => {
  expect(remarks({})).toEqual([]);
});

test.each<[string, Partial<ServerFacts>, number, string]>([
  ['too old', { major: 14, version: '14.2' }, 0, 'problem database'],
  ['in plain text over the network', { encrypted: false }, 0, 'problem database'],
  ['as superuser', { superuser: true }, 0, 'warning database'],
  ['without the right to create tables', { mayCreateTables: false }, 0, 'problem database'],
  ['without fsync', { fsync: false }, 0, 'problem database'],
  ['without room for a pool', { usedConnections: 95 }, 0, 'problem connections'],
  ['a clock ahead', {}, 5_000, 'problem clock'],
  ['a clock behind', {}, -5_000, 'problem clock'],
  ['without an archive', { archiveMode: 'off' }, 0, 'warning WAL'],
  ['an archive that fails', { archivingFails: true }, 0, 'problem WAL'],
  ['an archive that waits for 16 MB', { archiveTimeoutSeconds: 0 }, 0, 'warning WAL'],
  ['without statistics of queries', { slowQueries: false }, 0, 'warning pg_stat_statements'],
])('%s', (_, change, skewMs, remark) => {
  expect(remarks(change, skewMs)).toEqual([remark]);
});

test('a backup of yesterday is fresh; an older or none is a problem, and base backups are not demanded', () => {
  const at = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
  const levels = (kind: 'dump' | 'base', newest: Date | undefined) =>
    judgeFreshness([{ kind, where: 'here', newest }], NOW).map(({ level }) => level);
  expect(levels('dump', at(25))).toEqual(['ok']);
  expect(levels('dump', at(27))).toEqual(['problem']);
  expect(levels('dump', undefined)).toEqual(['problem']);
  expect(levels('base', undefined)).toEqual([]);
  expect(levels('base', at(24 * 7))).toEqual(['ok']);
  expect(levels('base', at(24 * 9))).toEqual(['problem']);
});
