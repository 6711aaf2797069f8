import { expect, test } from 'vitest';
import { runDrill } from './run-drill.ts';

test('a cluster that is killed under load and destroyed comes back with all but its last seconds', async () => {
  const report = await runDrill({
    seconds: 3,
    archiveTimeoutSeconds: 3,
    segments: 2,
    env: process.env,
    log: () => undefined,
  });
  expect(report.problems).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(20);
  // More than the base backup held: WAL has led on.
  expect(report.restored).toBeGreaterThan(20);
  // The switch of segments, and the archiver's time on a busy machine.
  expect(report.lossSeconds).toBeLessThan(45);
}, 300_000);
