import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChainClient } from '../../../frontend/src/wallets/development/chain-client.ts';
import { developmentWallet } from '../../../frontend/src/wallets/development/development-wallet.ts';
import { createSigner, demoKey } from '../../../frontend/src/wallets/development/signer.ts';
import type { RpcCall } from '../stack/rpc.ts';
import { type Regtest, startRegtest } from '../testing/regtest.ts';
import { type DevWalletService, startDevWallet } from './index.ts';

let chain: Regtest;
let service: DevWalletService;

beforeAll(async () => {
  chain = await startRegtest();
  service = await startDevWallet({ rpc: chain.rpc, faucet: chain });
});
afterAll(async () => {
  await service?.stop();
  await chain?.stop();
});

/** The wallet of a browser, on this chain. */
function walletOf(name: string) {
  return developmentWallet(name, createSigner(demoKey(name)), createChainClient(service.url));
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${service.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

test('a wallet gets coins, pays an address with them, and sees what waits for a block', async () => {
  const payer = walletOf('payer');
  const payee = walletOf('payee');
  await payer.fund(100_000n);
  await payer.fund(50_000n);
  expect(await payer.coins()).toHaveLength(2);

  const txid = await payer.send(payee.account.paymentAddress, 120_000n, { feeRate: 3 });
  expect(await payee.coins()).toEqual([
    { txid, vout: 0, amountSats: 120_000n, confirmations: 0, carriesCharm: false },
  ]);
  const [change, ...others] = await payer.coins();
  expect(others).toEqual([]);
  expect(change).toMatchObject({ txid, vout: 1, confirmations: 0 });
  const { vsize, fees } = await chain.rpc<{ vsize: number; fees: { base: number } }>('getmempoolentry', [
    txid,
  ]);
  const feeSats = Math.round(fees.base * 1e8);
  expect(Number(change?.amountSats)).toBe(150_000 - 120_000 - feeSats);
  expect(feeSats / vsize).toBeGreaterThanOrEqual(3);
  expect(feeSats / vsize).toBeLessThan(3.2);

  await payer.mine();
  expect((await payee.coins())[0]?.confirmations).toBe(1);
});

test('coins that wait for a block are not spent', async () => {
  const payer = walletOf('waiting');
  const payee = walletOf('payee of waiting');
  await payer.fund(100_000n);
  await payer.send(payee.account.paymentAddress, 20_000n);
  await expect(payer.send(payee.account.paymentAddress, 20_000n)).rejects.toMatchObject({
    code: 'WALLET_FAILED',
    nextStep: 'GET_COINS',
  });
});

test('a reorganisation sends what was in the last blocks back to wait', async () => {
  const payer = walletOf('reorganised');
  const payee = walletOf('payee of reorganised');
  await payer.fund(100_000n);
  const txid = await payer.send(payee.account.paymentAddress, 30_000n);
  await payer.mine(2);
  const height = await chain.height();
  expect((await payee.coins())[0]?.confirmations).toBe(2);

  await payer.reorganise(2);
  expect(await chain.height()).toBe(height + 1);
  expect(await chain.rpc<string[]>('getrawmempool')).toContain(txid);
  expect((await payee.coins())[0]?.confirmations).toBe(0);

  await payer.mine();
  expect((await payee.coins())[0]?.confirmations).toBe(1);
});

test('what is asked wrongly is refused', async () => {
  const { paymentAddress: address } = walletOf('refused').account;
  expect((await post('/fund', { address: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4' })).status).toBe(400);
  expect((await post('/fund', { address, amountSats: '1' })).status).toBe(400);
  expect((await post('/fund', { address, amountSats: '99999999999999' })).status).toBe(400);
  expect((await post('/mine', { blocks: 0 })).status).toBe(400);
  expect((await post('/mine', { blocks: 10_000 })).status).toBe(400);
  expect((await post('/reorg', { blocks: 50 })).status).toBe(400);
  expect((await post('/broadcast', { hex: '00' })).status).toBe(422);
  expect((await post('/stop', {})).status).toBe(404);
  expect((await fetch(`${service.url}/mine`)).status).toBe(404);
});

test('pages are refused, whosever they are', async () => {
  const before = await chain.height();
  expect((await post('/mine', {}, { origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await post('/mine', {}, { origin: 'http://localhost:3000' })).status).toBe(403);
  expect(await chain.height()).toBe(before);
});

test.each(['main', 'test', 'testnet4', 'signet'])('it does not start on %s', async (name) => {
  const rpc: RpcCall = <T>() => Promise.resolve({ chain: name } as T);
  await expect(startDevWallet({ rpc, faucet: chain })).rejects.toMatchObject({ code: 'WRONG_CHAIN' });
});
