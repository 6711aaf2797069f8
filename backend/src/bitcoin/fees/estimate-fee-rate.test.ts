import { expect, test } from 'vitest';
import { type BitcoinRpc, RpcError } from '../rpc/index.ts';
import { estimateFeeRate } from './estimate-fee-rate.ts';

function node(estimate: unknown, mempool: unknown = { mempoolminfee: '0.00000100' }): BitcoinRpc {
  return {
    callCount: 0,
    call: () => Promise.reject(new Error('one request is enough')),
    batch: async <T>() => [estimate, mempool] as T[],
  };
}
const limits = { floor: 1, ceiling: 50, targetBlocks: 6 };

test.each([
  ['the estimate, exactly', { feerate: '0.00012345', blocks: 6 }, '12.345'],
  ['never below the floor', { feerate: '0.00000500', blocks: 6 }, '1'],
  ['never above the ceiling', { feerate: '0.01000000', blocks: 6 }, '50'],
  ['the floor while the node has no estimate', { errors: ['Insufficient data'], blocks: 0 }, '1'],
  ['the floor when it cannot estimate', new RpcError('estimatesmartfee', -8, 'no'), '1'],
  ['no zeros at the end', { feerate: '0.00010100', blocks: 6 }, '10.1'],
  ['whole tens stay whole', { feerate: '0.00010000', blocks: 6 }, '10'],
])('%s', async (_name, estimate, expected) => {
  expect(await estimateFeeRate(node(estimate), limits)).toBe(expected);
});

test('a full mempool raises the floor', async () => {
  expect(await estimateFeeRate(node({ blocks: 0 }, { mempoolminfee: '0.00003001' }), limits)).toBe('3.001');
});

test('a floor below one is kept exactly', async () => {
  expect(await estimateFeeRate(node({ blocks: 0 }), { ...limits, floor: 0.1 })).toBe('0.1');
});
