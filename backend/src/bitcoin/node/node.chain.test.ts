import { parseTransaction } from '@charmbills/charms';
import { type Regtest, startRegtest } from '@charmbills/ops/testing';
import { Transaction } from 'bitcoinjs-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { broadcast } from '../broadcast/broadcast.ts';
import { estimateFeeRate } from '../fees/estimate-fee-rate.ts';
import { buildPsbt } from '../psbt/build-psbt.ts';
import { finalizePsbt } from '../psbt/finalize-psbt.ts';
import { type BitcoinRpc, createBitcoinRpc, RpcError, satsFromDecimal } from '../rpc/index.ts';
import { type TestSigner, testSigner } from '../testing/test-signer.ts';
import { createNodeUtxoSource } from '../utxo/node-utxo-source.ts';
import type { Utxo, UtxoSource } from '../utxo/utxo-source.ts';
import { checkNode } from './check-node.ts';

let chain: Regtest;
let rpc: BitcoinRpc;
let source: UtxoSource;
beforeAll(async () => {
  chain = await startRegtest();
  rpc = createBitcoinRpc({ ...chain, timeoutMs: 20_000 });
  source = createNodeUtxoSource(rpc, 'regtest');
});
afterAll(() => chain.stop());

let seeds = 0;
const signer = (type: 'p2wpkh' | 'p2tr') => testSigner(type, `node test ${seeds++}`);

/** A transaction that spends outputs of these signers, signed as wallets would. */
function spend(
  coins: readonly (Utxo & { by: TestSigner })[],
  outputs: readonly [Uint8Array, bigint][],
): Uint8Array {
  const transaction = new Transaction();
  transaction.version = 2;
  for (const { outPoint } of coins) {
    transaction.addInput(Buffer.from(outPoint.txid, 'hex').reverse(), outPoint.vout, 0xfffffffd);
  }
  for (const [script, sats] of outputs) transaction.addOutput(script, sats);
  const unsignedTx = transaction.toBuffer();
  const psbt = buildPsbt({ unsignedTx, prevouts: coins, network: 'regtest' });
  return finalizePsbt({
    unsignedTx,
    prevouts: coins,
    psbt: coins.reduce((text, { by }) => by.sign(text), psbt),
  });
}

async function coin(by: TestSigner, sats: bigint): Promise<Utxo & { by: TestSigner }> {
  await chain.fundAddress(by.address, sats);
  const [utxo] = await source.listUnspent(by.address);
  if (!utxo) throw new Error('not funded');
  return { ...utxo, by };
}

describe('outputs of an address', () => {
  test('are listed with exact amounts and depth, confirmed ones alone', async () => {
    const owner = signer('p2tr');
    expect(await source.listUnspent(owner.address)).toEqual([]);
    const { txid, vout } = await chain.fundAddress(owner.address, 12_345_678n);
    await chain.mine();
    await chain.fundAddress(owner.address, 5_000n, { confirm: false });
    expect(await source.listUnspent(owner.address)).toEqual([
      { outPoint: { txid, vout }, amountSats: 12_345_678n, script: owner.script, confirmations: 2 },
    ]);
  });

  test('leave out what the mempool spends', async () => {
    const owner = signer('p2wpkh');
    const utxo = await coin(owner, 50_000n);
    await broadcast(rpc, spend([utxo], [[owner.script, 49_000n]]));
    expect(await source.listUnspent(owner.address)).toEqual([]);
    await chain.mine();
    expect(await source.listUnspent(owner.address)).toMatchObject([
      { amountSats: 49_000n, confirmations: 1 },
    ]);
  });

  test('of a coinbase are listed once they are mature', async () => {
    const owner = signer('p2wpkh');
    await chain.rpc('generatetoaddress', [1, owner.address]);
    await chain.mine(98);
    expect(await source.listUnspent(owner.address)).toEqual([]);
    await chain.mine();
    const [utxo] = await source.listUnspent(owner.address);
    expect(utxo?.confirmations).toBe(100);
    if (utxo)
      await broadcast(rpc, spend([{ ...utxo, by: owner }], [[owner.script, utxo.amountSats - 1_000n]]));
  });

  test('can be asked for by many at once', async () => {
    const owners = [signer('p2tr'), signer('p2wpkh'), signer('p2tr')];
    for (const { address } of owners) await chain.fundAddress(address, 10_000n, { confirm: false });
    await chain.mine();
    const lists = await Promise.all(owners.map(({ address }) => source.listUnspent(address)));
    expect(lists.map((list) => list.length)).toEqual([1, 1, 1]);
  });

  test('an address of another network is refused', async () => {
    const foreign = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
    await expect(source.listUnspent(foreign)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

test('transactions are given as they are, and undefined for unknown ones', async () => {
  const { txid } = await chain.fundAddress(signer('p2tr').address, 10_000n);
  const raw = await source.getRawTransaction(txid);
  expect(raw && parseTransaction(raw).txid).toBe(txid);
  expect(await source.getRawTransaction('ab'.repeat(32))).toBeUndefined();
});

describe('a signed PSBT', () => {
  test('of both kinds of inputs, with a kilobyte of data, is taken by the network', async () => {
    const [key, taproot] = [signer('p2wpkh'), signer('p2tr')];
    const coins = [await coin(key, 40_000n), await coin(taproot, 60_000n)];
    const data = Buffer.concat([Buffer.from('6a057370656c6c4de803', 'hex'), Buffer.alloc(1_000, 7)]);
    const raw = spend(coins, [
      [key.script, 90_000n],
      [data, 0n],
    ]);
    await broadcast(rpc, raw);
    const [block] = await chain.mine();
    const { tx } = await chain.rpc<{ tx: string[] }>('getblock', [block]);
    expect(tx).toContain(parseTransaction(raw).txid);
  });
});

describe('sending', () => {
  test('again succeeds while it waits, once it is mined, and once its outputs are spent', async () => {
    const owner = signer('p2wpkh');
    const raw = spend([await coin(owner, 50_000n)], [[owner.script, 49_000n]]);
    await broadcast(rpc, raw);
    await broadcast(rpc, raw);
    await chain.mine();
    await broadcast(rpc, raw);
    const [left] = await source.listUnspent(owner.address);
    if (left) await broadcast(rpc, spend([{ ...left, by: owner }], [[owner.script, 48_000n]]));
    await chain.mine();
    await broadcast(rpc, raw);
  });

  test('what conflicts with a block is refused, with the reason', async () => {
    const owner = signer('p2tr');
    const utxo = await coin(owner, 50_000n);
    await broadcast(rpc, spend([utxo], [[owner.script, 49_000n]]));
    await chain.mine();
    await expect(broadcast(rpc, spend([utxo], [[owner.script, 48_000n]]))).rejects.toMatchObject({
      code: 'BROADCAST_REJECTED',
      reason: 'bad-txns-inputs-missingorspent',
    });
  });

  test('what is no transaction is an error of ours, not a refusal', async () => {
    await expect(broadcast(rpc, Buffer.of(1, 2, 3))).rejects.toBeInstanceOf(RpcError);
  });
});

test('a node without estimates gives the floor', async () => {
  expect(await estimateFeeRate(rpc, { floor: 1.5, ceiling: 100, targetBlocks: 6 })).toBe('1.5');
});

describe('the check of the node', () => {
  test('tells its chain, and that it is the right one', async () => {
    const height = await chain.height();
    expect(await checkNode(rpc, 'regtest')).toMatchObject({ chain: 'regtest', rightChain: true, height });
    expect(await checkNode(rpc, 'mainnet')).toMatchObject({ chain: 'regtest', rightChain: false });
  });

  test('agrees with what happens to a spell', async () => {
    const node = createBitcoinRpc({ ...chain, url: chain.nodeUrl, timeoutMs: 20_000 });
    for (const each of [rpc, node]) {
      const { relaysSpells, relayRefusal } = await checkNode(each, 'regtest');
      const owner = signer('p2wpkh');
      const data = Buffer.concat([Buffer.from('6a4de803', 'hex'), Buffer.alloc(1_000)]);
      const raw = spend(
        [await coin(owner, 50_000n)],
        [
          [owner.script, 45_000n],
          [data, 0n],
        ],
      );
      const [result] = await each.call<{ allowed: boolean; 'reject-reason'?: string }[]>(
        'testmempoolaccept',
        [[Buffer.from(raw).toString('hex')]],
      );
      expect({ relaysSpells, relayRefusal }).toEqual({
        relaysSpells: result?.allowed,
        relayRefusal: result?.['reject-reason'],
      });
    }
    expect(await checkNode(rpc, 'regtest')).toMatchObject({ relaysSpells: true });
  });
});

test('amounts of the node are exact to the satoshi', async () => {
  const { txid, vout, amountSats } = await chain.fundAddress(signer('p2tr').address, 100_000_001n);
  const { value } = await rpc.call<{ value: string }>('gettxout', [txid, vout]);
  expect(satsFromDecimal(value)).toBe(amountSats);
});
