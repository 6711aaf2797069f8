import { expect, test } from 'vitest';
import { createMetrics } from '../../platform/metrics/index.ts';
import type { ChainTransactionRow } from '../transactions/chain-transaction.ts';
import { countConnected } from './count-connected.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const row = (broadcastAt: Date | null) =>
  ({ broadcastAt, createdAt: at(10), updatedAt: at(30) }) as ChainTransactionRow;

test('a block is counted with all it brought, and how long each confirmation took', async () => {
  const metrics = createMetrics();
  countConnected(metrics, { confirmed: [row(at(0)), row(null)], settled: [row(at(0))], failed: [] });
  expect((await metrics.chainBlocks.get()).values).toEqual([{ labels: { change: 'connected' }, value: 1 }]);
  expect((await metrics.chainTransactions.get()).values).toEqual([
    { labels: { change: 'confirmed' }, value: 2 },
    { labels: { change: 'settled' }, value: 1 },
    { labels: { change: 'failed' }, value: 0 },
  ]);
  const { values } = await metrics.confirmationTime.get();
  const sum = values.find(({ metricName }) => metricName?.endsWith('_sum'));
  expect(sum?.value).toBe((30 + 20) * 60);
});
