import { expect, test } from 'vitest';
import { provisionProgram } from '../stack/debian/index.ts';
import { runStorm } from './failover/storm.ts';

/** A kill without warning of each role, and one that is told; counted and not timed, for other tests run beside it. */
const KILLS = 3;
const RENEWALS = 30;

test('processes that are killed under load lose no request, no job and no money', {
  timeout: 900_000,
}, async ({ skip }) => {
  const problem = await provisionProgram('nginx').then(
    () => undefined,
    (error: unknown) => error,
  );
  if (problem !== undefined) skip(`no nginx to test with: ${problem}`);
  const lines: string[] = [];
  const storm = await runStorm({
    roles: ['worker', 'api', 'api'],
    enough: (kills) => kills >= KILLS,
    killEveryMs: 3_000,
    renewals: RENEWALS,
    renewalSeconds: 20,
    customers: 300,
    load: { readers: 2, payers: 3, pauseMs: 50 },
    watchers: 3,
    progress: (line) => lines.push(line),
  });
  expect(storm.kills).toBe(KILLS);
  expect(storm.answered).toBeGreaterThan(30);
  expect(storm.rollingAnswered).toBeGreaterThan(20);
  expect(storm.credits).toBeGreaterThan(10);
  expect(storm.webhooks).toBeGreaterThanOrEqual(RENEWALS);
  expect({ ...storm, lines }).toMatchObject({
    requestsFailed: 0,
    rollingRetried: 0,
    renewalsLost: 0,
    renewalsDoubled: 0,
    webhooksLost: 0,
    creditsLost: 0,
    creditsDoubled: 0,
    watchersLost: 0,
    ledgerDifference: 0,
    ledgerFaults: 0,
    failures: [],
  });
});
