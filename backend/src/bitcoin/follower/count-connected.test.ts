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
  const counted = async (counter: 'chainBlocks' | 'chainTransactions') =>
    Object.fromEntries(
      (await metrics[counter].get()).values.map(({ labels, value }) => [labels.change, value]),
    );
  expect(await counted('chainBlocks')).toEqual({ connected: 1, disconnected: 0 });
  expect(await counted('chainTransactions')).toEqual({ confirmed: 2, settled: 1, failed: 0 });
  const { values } = await metrics.confirmationTime.get();
  const sum = values.find(({ metricName }) => metricName?.endsWith('_sum'));
  expect(sum?.value).toBe((30 + 20) * 60);
});
