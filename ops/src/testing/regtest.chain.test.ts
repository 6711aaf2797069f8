import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Regtest, startRegtest } from './regtest.ts';

let chain: Regtest;
beforeAll(async () => {
  chain = await startRegtest();
});
afterAll(() => chain.stop());

test('a fresh chain funds an address with the exact amount, in a block', async () => {
  expect(await chain.height()).toBe(101);
  const address = await chain.rpc<string>('getnewaddress', ['', 'bech32m']);
  const { txid, vout, amountSats } = await chain.fundAddress(address, 12_345_678n);
  expect(amountSats).toBe(12_345_678n);
  expect(await chain.rpc('gettxout', [txid, vout])).toMatchObject({ confirmations: 1, value: 0.12345678 });
});

test('an invalidated block is off the chain and its payment waits again', async () => {
  const address = await chain.rpc<string>('getnewaddress');
  const { txid } = await chain.fundAddress(address, 50_000n);
  const before = await chain.height();
  await chain.invalidate(await chain.rpc<string>('getbestblockhash'));
  expect(await chain.height()).toBe(before - 1);
  expect(await chain.rpc('getrawmempool')).toContain(txid);
});
