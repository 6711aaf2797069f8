import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../database/index.ts';
import { silentLogger } from '../logging/index.ts';
import {
  createLiveEvents,
  dispatchEvents,
  type LiveEvents,
  type LiveNews,
  recordEvents,
  startDispatching,
} from './index.ts';

const NOW = new Date('2026-05-01T00:00:00Z');
let testDatabase: TestDatabase;
let database: Database;
const listening: LiveEvents[] = [];

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.url });
});
afterEach(async () => {
  for (const live of listening.splice(0)) await live.stop();
  await database.close();
  await testDatabase.drop();
});

/** Live events as another process would have them: on a connection of their own. */
async function listen(): Promise<LiveEvents> {
  const live = createLiveEvents(testDatabase.url, silentLogger, { reconnectMs: 50, heartbeatMs: 1_000 });
  listening.push(live);
  await live.start();
  return live;
}

/** Everything that is heard from now on. */
function hear(live: LiveEvents, matches: Parameters<LiveEvents['subscribe']>[0] = () => true) {
  const news: LiveNews[] = [];
  const leaving = new AbortController();
  const stream = live.subscribe(matches, leaving.signal);
  const ended = (async () => {
    for await (const each of stream) news.push(each);
  })();
  const subjects = () => news.map((each) => (each === 'gap' ? each : each.subjectId));
  return { subjects, news, leave: () => leaving.abort(), ended };
}

const happen = (subjects: readonly string[], merchantId: string | null = null) =>
  database.transaction((tx) =>
    recordEvents(
      tx,
      NOW,
      subjects.map((subjectId) => ({ type: 'thing.happened', subjectId, merchantId })),
    ),
  );

test('an event is told to every process, once, in the order of writing', async () => {
  const [first, second] = [hear(await listen()), hear(await listen())];
  await happen(['a', 'b'], 'mer_1');
  await happen(['c']);
  expect(await dispatchEvents(database, NOW)).toBe(3);
  expect(await dispatchEvents(database, NOW)).toBe(0);
  for (const { subjects, news } of [first, second]) {
    await vi.waitFor(() => expect(subjects()).toEqual(['a', 'b', 'c']));
    expect(news[0]).toMatchObject({ type: 'thing.happened', merchantId: 'mer_1', personId: null });
  }
  const rows = await database.client.event.findMany();
  expect(rows.every(({ dispatchedAt }) => dispatchedAt?.getTime() === NOW.getTime())).toBe(true);
});

test('what is not committed is not told, also not later', async () => {
  const { subjects } = hear(await listen());
  const attempt = database.transaction(async (tx) => {
    await recordEvents(tx, NOW, [{ type: 'thing.happened', subjectId: 'undone' }]);
    throw new Error('undone');
  });
  await expect(attempt).rejects.toThrow('undone');
  await happen(['done']);
  await dispatchEvents(database, NOW);
  await vi.waitFor(() => expect(subjects()).toEqual(['done']));
});

test('dispatchers side by side share the work: nothing is told twice or left', async () => {
  const { subjects } = hear(await listen());
  const names = Array.from({ length: 1_000 }, (_, i) => `s${String(i).padStart(4, '0')}`);
  await happen(names);
  const other = openDatabase({ url: testDatabase.url });
  const counts = await Promise.all(
    [database, other, database, other, database, other].map((each) => dispatchEvents(each, NOW)),
  );
  await other.close();
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1_000);
  await vi.waitFor(() => expect(subjects().toSorted()).toEqual(names));
});

test('a batch larger than one notification may be arrives whole', async () => {
  const { subjects } = hear(await listen());
  const names = Array.from({ length: 200 }, (_, i) => `${'long-subject-'.repeat(8)}é${i}`);
  await happen(names);
  await dispatchEvents(database, NOW);
  await vi.waitFor(() => expect(subjects()).toEqual(names));
});

test('one event too long for a notification does not hold up the others', async () => {
  const { subjects } = hear(await listen());
  await happen(['before']);
  await happen([`huge-${'x'.repeat(9_000)}`]);
  await happen(['after']);
  await dispatchEvents(database, NOW);
  await vi.waitFor(() => expect(subjects()).toEqual(['before', 'after']));
});

test('each subscription hears what it asked for, until it leaves', async () => {
  const live = await listen();
  const mine = hear(live, ({ merchantId }) => merchantId === 'mer_1');
  const all = hear(live);
  await happen(['a'], 'mer_1');
  await happen(['b'], 'mer_2');
  await dispatchEvents(database, NOW);
  await vi.waitFor(() => expect(all.subjects()).toEqual(['a', 'b']));
  expect(mine.subjects()).toEqual(['a']);
  mine.leave();
  await mine.ended;
  await happen(['c'], 'mer_1');
  await dispatchEvents(database, NOW);
  await vi.waitFor(() => expect(all.subjects()).toEqual(['a', 'b', 'c']));
  expect(mine.subjects()).toEqual(['a']);
});

test('after a lost connection every subscription is told of the gap, then hears on', async () => {
  const { subjects } = hear(await listen());
  await database.client.$executeRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query LIKE 'LISTEN%' AND datname = current_database()`;
  await vi.waitFor(() => expect(subjects()).toEqual(['gap']), { timeout: 10_000 });
  await happen(['after']);
  await dispatchEvents(database, NOW);
  await vi.waitFor(() => expect(subjects()).toEqual(['gap', 'after']));
});

test('stopping ends all subscriptions', async () => {
  const live = await listen();
  const { ended } = hear(live);
  await live.stop();
  await ended;
  await hear(live).ended;
});

test('a database that cannot be reached at the start is an error', async () => {
  const live = createLiveEvents('postgresql://u:p@127.0.0.1:1/none', silentLogger);
  await expect(live.start()).rejects.toThrow('ECONNREFUSED');
  await live.stop();
});

test('the dispatcher finds events by itself, also after its database was away for a moment', async () => {
  const { subjects } = hear(await listen());
  const dispatching = startDispatching({ database, logger: silentLogger, now: () => NOW, intervalMs: 10 });
  await happen(['first']);
  await vi.waitFor(() => expect(subjects()).toEqual(['first']));
  await database.client.$executeRaw`ALTER TABLE events RENAME TO events_away`;
  await vi.waitFor(
    async () => {
      const [row] = await database.client.$queryRaw<{ rollbacks: bigint }[]>`
      SELECT xact_rollback AS rollbacks FROM pg_stat_database WHERE datname = current_database()`;
      expect(Number(row?.rollbacks)).toBeGreaterThan(0);
    },
    { timeout: 10_000 },
  );
  await database.client.$executeRaw`ALTER TABLE events_away RENAME TO events`;
  await happen(['second']);
  await vi.waitFor(() => expect(subjects()).toEqual(['first', 'second']));
  await dispatching.stop();
  await happen(['third']);
  expect(await dispatchEvents(database, NOW)).toBe(1);
});
