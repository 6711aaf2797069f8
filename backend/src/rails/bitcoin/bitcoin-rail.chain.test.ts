import { createTestDatabase, type Regtest, startRegtest, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findInvoice } from '../../billing/invoices/invoice.repository.ts';
import type { InvoiceKey } from '../../billing/invoices/invoice-row.ts';
import { readPaymentsOfInvoices } from '../../billing/payments/payment.repository.ts';
import { quoteInvoice } from '../../billing/quotes/quote-invoice.ts';
import { createTestBilling, type TestBilling, type TestServices } from '../../billing/testing.ts';
import {
  type BitcoinRpc,
  type ChainFollower,
  createBitcoinRpc,
  decimalFromSats,
  followChain,
  type MempoolWatcher,
  receivingAddress,
  startTransactionNotices,
  watchMempool,
} from '../../bitcoin/index.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import { openTestInvoice } from '../testing/open-test-invoice.ts';
import { bitcoinRailObserver, createBitcoinRail, setReceivingKey } from './index.ts';
import { FIRST_ADDRESS, TEST_BRANCH, TEST_KEY } from './testing.ts';

let testDatabase: TestDatabase;
let chain: Regtest;
let billing: TestBilling;
let services: TestServices;
let rpc: BitcoinRpc;
let follower: ChainFollower;
let mempool: MempoolWatcher;
const queries: string[] = [];
beforeAll(async () => {
  [testDatabase, chain] = await Promise.all([createTestDatabase(), startRegtest({ relay: 'never' })]);
  billing = await createTestBilling(testDatabase.url, { onQuery: (sql) => queries.push(sql) });
  services = {
    ...billing.services,
    rails: { ...billing.services.rails, bitcoin: createBitcoinRail(billing.services) },
  };
  await setReceivingKey(services, billing.merchant, { key: TEST_KEY, firstAddress: FIRST_ADDRESS });
  rpc = createBitcoinRpc({ ...chain, timeoutMs: 20_000 });
  ({ follower, mempool } = start());
  await follower.run();
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
  await chain.stop();
});

/** What a process has in memory; everything else is in the database. */
function start() {
  const { database, clock, config } = services;
  const deps = { rpc, database, clock, logger: silentLogger, observers: [bitcoinRailObserver(config)] };
  const following = followChain({ ...deps, confirmations: 1, network: 'regtest' });
  return { follower: following, mempool: watchMempool({ ...deps, onConflict: () => following.run() }) };
}

async function quoted(amount = 50_000n) {
  const { key, payer } = await openTestInvoice(billing, await billing.newPerson(), { amount });
  const quote = await quoteInvoice(services, payer, key, 'bitcoin');
  return { key, payer, address: quote.instructions.address ?? '' };
}
const show = async (key: InvoiceKey) => findInvoice(billing.database.client, key, key.invoiceId);
const paymentsOf = (key: InvoiceKey) => readPaymentsOfInvoices(billing.database.client, [key]);

/** A signed transaction of the node's wallet that spends this coin, replaceable. */
async function sign(coin: { txid: string; vout: number }, outputs: readonly Record<string, string>[]) {
  const input = { txid: coin.txid, vout: coin.vout, sequence: 0xfffffffd };
  const raw = await chain.rpc<string>('createrawtransaction', [[input], outputs]);
  return (await chain.rpc<{ hex: string }>('signrawtransactionwithwallet', [raw])).hex;
}
async function coin(amountSats = 1_000_000n) {
  const funded = await chain.fundAddress(await chain.rpc<string>('getnewaddress'), amountSats);
  await chain.rpc('lockunspent', [false, [{ txid: funded.txid, vout: funded.vout }]]);
  return funded;
}
const send = (hex: string) => chain.rpc<string>('sendrawtransaction', [hex]);
const mineOnly = async (...hex: readonly string[]) => {
  const address = await chain.rpc<string>('getnewaddress');
  return (await chain.rpc<{ hash: string }>('generateblock', [address, hex])).hash;
};
const pay = (address: string, sats: bigint) => ({ [address]: decimalFromSats(sats) });

test('the node derives the same addresses from the descriptor, and finds its checksum right', async () => {
  const { descriptor } = TEST_BRANCH;
  const derived = await chain.rpc<string[]>('deriveaddresses', [descriptor, [0, 9]]);
  expect(derived).toEqual(
    Array.from({ length: 10 }, (_, i) => receivingAddress(TEST_BRANCH, i, 'regtest').address),
  );
});

test('a payment is seen in the mempool, and settles in its block', async () => {
  const { key, address } = await quoted();
  const txid = await chain.rpc<string>('sendtoaddress', [address, '0.0005']);
  await mempool.run();
  expect(await paymentsOf(key)).toMatchObject([{ status: 'detected', amount: 50_000n }]);
  expect((await paymentsOf(key))[0]?.reference).toMatch(new RegExp(`^${txid}:\\d+$`));
  await chain.mine();
  await follower.run();
  expect(await paymentsOf(key)).toMatchObject([{ status: 'settled' }]);
  expect(await show(key)).toMatchObject({ status: 'paid', paid: 50_000n });
});

test('where the node tells of transactions by itself, a payment is seen without asking for it', async () => {
  const seen: Promise<void>[] = [];
  const notices = await startTransactionNotices({
    url: chain.zmqUrl ?? '',
    logger: silentLogger,
    onTransaction: async (raw) => {
      const taken = mempool.take(raw);
      seen.push(taken);
      await taken;
    },
  });
  try {
    // Notices are lost while the subscription travels.
    for (let round = 0; round < 200 && seen.length === 0; round++) {
      await chain.rpc('sendtoaddress', [await chain.rpc<string>('getnewaddress'), '0.0001']);
    }
    const { key, address } = await quoted();
    await chain.rpc('sendtoaddress', [address, '0.0005']);
    await expect.poll(() => paymentsOf(key), { timeout: 20_000 }).toMatchObject([{ status: 'detected' }]);
  } finally {
    notices.stop();
    await Promise.all(seen);
  }
});

test('what came while nobody was there is found in its blocks, by another process', async () => {
  const first = await quoted();
  const second = await quoted();
  await chain.rpc('sendtoaddress', [first.address, '0.0005']);
  await chain.mine();
  await chain.rpc('sendtoaddress', [second.address, '0.0005']);
  await chain.mine(3);
  ({ follower, mempool } = start());
  await follower.run();
  for (const { key } of [first, second]) expect(await show(key)).toMatchObject({ status: 'paid' });
});

test('a replaced payment counts for nothing, its replacement does', async () => {
  const { key, address } = await quoted();
  const spent = await coin();
  await send(await sign(spent, [pay(address, 50_000n), pay(await chain.rpc('getnewaddress'), 949_000n)]));
  await mempool.run();
  expect(await paymentsOf(key)).toMatchObject([{ status: 'detected', amount: 50_000n }]);
  await send(await sign(spent, [pay(address, 60_000n), pay(await chain.rpc('getnewaddress'), 930_000n)]));
  await mempool.run();
  expect(await paymentsOf(key)).toMatchObject([
    { status: 'detected', amount: 60_000n },
    { status: 'replaced', amount: 50_000n },
  ]);
  await chain.mine();
  await follower.run();
  expect(await show(key)).toMatchObject({ status: 'paid', paid: 60_000n, overpaid: 10_000n });
});

test('a payment whose coin a block spends otherwise is double spent', async () => {
  const { key, address } = await quoted();
  const spent = await coin();
  await send(await sign(spent, [pay(address, 50_000n), pay(await chain.rpc('getnewaddress'), 949_000n)]));
  await mempool.run();
  await mineOnly(await sign(spent, [pay(await chain.rpc('getnewaddress'), 990_000n)]));
  await follower.run();
  expect(await paymentsOf(key)).toMatchObject([{ status: 'double_spent' }]);
  expect(await show(key)).toMatchObject({ status: 'open', paid: 0n });
});

test('a block that leaves the chain takes back what it paid; another brings it again, or a double spend ends it', async () => {
  const { key, address } = await quoted();
  const spent = await coin();
  const payment = await sign(spent, [pay(address, 50_000n), pay(await chain.rpc('getnewaddress'), 949_000n)]);
  const hash = await mineOnly(payment);
  await follower.run();
  expect(await show(key)).toMatchObject({ status: 'paid' });
  await chain.invalidate(hash);
  await mineOnly();
  await mineOnly();
  await follower.run();
  expect(await show(key)).toMatchObject({ status: 'open', paid: 0n });
  expect(await paymentsOf(key)).toMatchObject([{ status: 'confirming' }]);
  const again = await mineOnly(payment);
  await follower.run();
  expect(await show(key)).toMatchObject({ status: 'paid' });
  await chain.invalidate(again);
  await mineOnly(await sign(spent, [pay(await chain.rpc('getnewaddress'), 990_000n)]));
  await mineOnly();
  await follower.run();
  expect(await paymentsOf(key)).toMatchObject([{ status: 'double_spent' }]);
  expect(await show(key)).toMatchObject({ status: 'open', paid: 0n });
});

test('several outputs are several payments, and dust is noted and counts for nothing', async () => {
  const one = await quoted();
  const two = await quoted();
  const spent = await coin();
  const outputs = [
    pay(one.address, 50_000n),
    pay(two.address, 20_000n),
    pay(await chain.rpc('getnewaddress'), 900_000n),
  ];
  await send(await sign(spent, outputs));
  const further = await coin();
  await send(
    await sign(further, [pay(two.address, 30_000n), pay(await chain.rpc('getnewaddress'), 960_000n)]),
  );
  const dusty = await coin();
  await mineOnly(
    ...(await chain.rpc<string[]>('getrawmempool')),
    await sign(dusty, [pay(one.address, 545n), pay(await chain.rpc('getnewaddress'), 990_000n)]),
  );
  await follower.run();
  expect(await show(one.key)).toMatchObject({ status: 'paid', paid: 50_000n });
  expect(await show(two.key)).toMatchObject({ status: 'paid', paid: 50_000n });
  expect(await paymentsOf(two.key)).toHaveLength(2);
  expect(await paymentsOf(one.key)).toHaveLength(1);
  const notes = await billing.database.client.receivedOutput.findMany({ where: { transactionId: null } });
  expect(notes).toMatchObject([{ address: one.address, amountSats: 545n }]);
});

test('more money waits for more confirmations', async () => {
  const { key, address } = await quoted(10_000_000n);
  await chain.rpc('sendtoaddress', [address, '0.1']);
  await chain.mine();
  await follower.run();
  expect(await paymentsOf(key)).toMatchObject([{ status: 'confirming' }]);
  await chain.mine();
  await follower.run();
  expect(await show(key)).toMatchObject({ status: 'paid' });
});

test('a block is searched by one statement, however many wait and whether or not it pays any', async () => {
  await Promise.all(Array.from({ length: 5 }, () => quoted()));
  for (let i = 0; i < 5; i++) {
    await chain.rpc('sendtoaddress', [await chain.rpc<string>('getnewaddress'), '0.0001']);
  }
  await chain.mine();
  queries.length = 0;
  const before = rpc.callCount;
  await follower.run();
  expect(queries.filter((sql) => sql.includes('receiving_addresses'))).toHaveLength(1);
  expect(rpc.callCount - before).toBeLessThan(8);
});
