import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseTransaction } from '@charmbills/charms';
import { Transaction } from 'bitcoinjs-lib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer, type TestServer } from '../testing/http-server.ts';
import { testSigner } from '../testing/test-signer.ts';
import { createEsploraUtxoSource } from './esplora-utxo-source.ts';

const TIP = 900_000;
const { address, script } = testSigner('p2tr', 'esplora');

/** A small Esplora: the three paths that are used, with its formats, status codes and text of errors. */
class FakeEsplora {
  readonly transactions = new Map<string, Buffer>();
  utxos: unknown = [];
  tip = TIP;
  /** Answers before the paths are looked at. */
  fault: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  requests = 0;

  add(value: number, height: number | undefined, coinbase = false, vout = 0): string {
    const transaction = new Transaction();
    const seed = this.transactions.size + 1;
    if (coinbase) transaction.addInput(new Uint8Array(32), 0xffffffff, 0, Buffer.of(1, seed));
    else transaction.addInput(Buffer.alloc(32, seed), 0);
    for (let i = 0; i <= vout; i++) transaction.addOutput(script, BigInt(value));
    this.transactions.set(transaction.getId(), Buffer.from(transaction.toBuffer()));
    const status =
      height === undefined
        ? { confirmed: false }
        : { confirmed: true, block_height: height, block_hash: 'ab'.repeat(32), block_time: 1_700_000_000 };
    this.utxos = [...(this.utxos as unknown[]), { txid: transaction.getId(), vout, status, value }];
    return transaction.getId();
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    this.requests++;
    if (this.fault?.(request, response)) return;
    const path = request.url ?? '';
    const raw = this.transactions.get(/^\/api\/tx\/(\w+)\/raw$/.exec(path)?.[1] ?? '');
    if (path === '/api/blocks/tip/height') response.end(String(this.tip));
    else if (path === `/api/address/${address}/utxo`) response.end(JSON.stringify(this.utxos));
    else if (raw) response.end(raw);
    else response.writeHead(404).end('Transaction not found');
  }
}

let esplora: FakeEsplora;
let server: TestServer;
beforeEach(async () => {
  esplora = new FakeEsplora();
  server = await startServer((request, response) => esplora.handle(request, response));
});
afterEach(() => server.close());

const source = (timeoutMs = 5_000) =>
  createEsploraUtxoSource(`${server.url}/api/`, 'regtest', { timeoutMs, retryDelayMs: 1 });
const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: { code: string; reason: string }) => `${error.code}: ${error.reason}`,
  );

test('lists confirmed outputs with amount, script and depth', async () => {
  const txid = esplora.add(2_100_000_000_000_000, TIP - 9, false, 3);
  esplora.add(1_000, undefined);
  expect(await source().listUnspent(address)).toEqual([
    { outPoint: { txid, vout: 3 }, amountSats: 2_100_000_000_000_000n, script, confirmations: 10 },
  ]);
});

test('outputs of a coinbase wait until they are mature', async () => {
  const mature = esplora.add(5_000, TIP - 99, true);
  esplora.add(5_000, TIP - 98, true);
  const plain = esplora.add(5_000, TIP);
  const listed = await source().listUnspent(address);
  expect(listed.map(({ outPoint }) => outPoint.txid)).toEqual([mature, plain]);
});

test('a block that arrives between two answers is one confirmation', async () => {
  esplora.add(5_000, TIP + 1);
  expect(await source().listUnspent(address)).toMatchObject([{ confirmations: 1 }]);
});

test('gives transactions as they are, and undefined for unknown ones', async () => {
  const txid = esplora.add(5_000, TIP);
  const raw = await source().getRawTransaction(txid);
  expect(raw && parseTransaction(raw).txid).toBe(txid);
  expect(await source().getRawTransaction('00'.repeat(32))).toBeUndefined();
});

test('a server that answers another transaction than asked for is not believed', async () => {
  const txid = esplora.add(5_000, TIP);
  const other = esplora.add(6_000, TIP);
  esplora.transactions.set(txid, esplora.transactions.get(other) ?? Buffer.alloc(0));
  const lie = 'UTXO_SOURCE_UNAVAILABLE: it answered another transaction';
  expect(await reasonOf(source().getRawTransaction(txid))).toBe(lie);
  esplora.transactions.set(txid, Buffer.from('no transaction'));
  expect(await reasonOf(source().getRawTransaction(txid))).toBe(lie);
});

test('a server that fails for a moment is asked again', async () => {
  let failures = 2;
  esplora.fault = (_request, response) => {
    if (failures-- <= 0) return false;
    response.writeHead(failures === 0 ? 429 : 502).end();
    return true;
  };
  expect(await source().listUnspent(address)).toEqual([]);
});

test('attempts are bounded, and a clear refusal is not repeated', async () => {
  esplora.fault = (_request, response) => {
    response.destroy();
    return true;
  };
  expect(await reasonOf(source().getRawTransaction('00'.repeat(32)))).toBe(
    'UTXO_SOURCE_UNAVAILABLE: it cannot be reached',
  );
  expect(esplora.requests).toBe(4);

  esplora.requests = 0;
  esplora.fault = (_request, response) => {
    response.writeHead(400).end('Too many unspent transaction outputs (>500)');
    return true;
  };
  expect(await reasonOf(source().listUnspent(address))).toBe('UTXO_SOURCE_UNAVAILABLE: HTTP 400');
  expect(esplora.requests).toBe(1);
});

test('a server that never finishes is given up', async () => {
  esplora.fault = (_request, response) => {
    response.write('9');
    return true;
  };
  expect(await reasonOf(source(20).listUnspent(address))).toBe('UTXO_SOURCE_UNAVAILABLE: it took too long');
});

test('an endless answer is cut off', async () => {
  esplora.fault = (_request, response) => {
    const part = Buffer.alloc(1 << 20, 0x20);
    const write = () => {
      while (!response.destroyed && response.write(part));
    };
    response.on('drain', write);
    write();
    return true;
  };
  expect(await reasonOf(source().listUnspent(address))).toBe(
    'UTXO_SOURCE_UNAVAILABLE: its answer is too large',
  );
});

test.each([
  ['no list', { error: 'x' }],
  ['a txid that is none', [{ txid: 'zz', vout: 0, value: 1, status: { confirmed: true, block_height: 1 } }]],
  ['more than there are', [{ txid: '00'.repeat(32), vout: 0, value: 2.2e15, status: { confirmed: false } }]],
  ['half a satoshi', [{ txid: '00'.repeat(32), vout: 0, value: 0.5, status: { confirmed: false } }]],
])('%s is not an answer', async (_name, utxos) => {
  esplora.utxos = utxos;
  expect(await reasonOf(source().listUnspent(address))).toBe(
    'UTXO_SOURCE_UNAVAILABLE: its answer is not what Esplora answers',
  );
});
