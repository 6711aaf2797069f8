import { expect, test } from 'vitest';
import { provisionProgram } from '../stack/debian/index.ts';
import { runStorm } from './failover/storm.ts';

/** From the first kill on: what comes before and after it takes longer where other tests run. */
const SECONDS = 12;
const RENEWALS = 40;

test('processes that are killed under load lose no request, no job and no money', {
  timeout: 600_000,
}, async ({ skip }) => {
  const problem = await provisionProgram('nginx').then(
    () => undefined,
    (error: unknown) => error,
  );
  if (problem !== undefined) skip(`no nginx to test with: ${problem}`);
  const lines: string[] = [];
  const storm = await runStorm({
    seconds: SECONDS,
    killEveryMs: 3_000,
    renewals: RENEWALS,
    progress: (line) => lines.push(line),
  });
  expect(storm.kills).toBeGreaterThanOrEqual(2);
  expect(storm.answered).toBeGreaterThan(100);
  expect(storm.rollingAnswered).toBeGreaterThan(20);
  expect(storm.webhooks).toBeGreaterThanOrEqual(RENEWALS);
  expect({ ...storm, lines }).toMatchObject({
    requestsFailed: 0,
    rollingRetried: 0,
    renewalsLost: 0,
    renewalsDoubled: 0,
    webhooksLost: 0,
    watchersLost: 0,
    ledgerDifference: 0,
    ledgerFaults: 0,
    failures: [],
  });
});
