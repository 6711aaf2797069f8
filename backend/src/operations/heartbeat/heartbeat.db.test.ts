import { createTestDatabase } from '@charmbills/ops/testing';
import { expect, test, vi } from 'vitest';
import { ManualClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config/index.ts';
import { openDatabase } from '../../platform/database/index.ts';
import { silentLogger as logger } from '../../platform/logging/index.ts';
import { readFigures } from '../figures/figures.repository.ts';
import { startHeartbeat } from './start-heartbeat.ts';

const WAIT = { timeout: 10_000, interval: 20 };

test('a process is there while it says so; of one that is gone the last word is remembered', async () => {
  const testDatabase = await createTestDatabase();
  const database = openDatabase({ url: testDatabase.url, poolSize: 4 });
  const clock = new ManualClock(new Date('2026-05-01T10:00:00Z'));
  const config = (ROLE: Config['ROLE']) => ({ ROLE }) as Config;
  const figures = () => readFigures(database.client, clock.now());
  const worker = startHeartbeat({ database, clock, logger, config: config('worker') }, '1', 20);
  const api = startHeartbeat({ database, clock, logger, config: config('api') }, '1', 20);
  await vi.waitFor(async () => expect((await figures()).processes).toEqual({ worker: 1, api: 1 }), WAIT);

  await worker.stop();
  const lastWord = clock.now();
  expect(await figures()).toMatchObject({ processes: { api: 1 }, workerSeenAt: lastWord });

  clock.advanceBy(26 * 3_600_000);
  await vi.waitFor(async () => expect((await figures()).processes).toEqual({ api: 1 }), WAIT);
  expect((await figures()).workerSeenAt).toEqual(lastWord);
  await api.stop();
  await database.close();
  await testDatabase.drop();
});
