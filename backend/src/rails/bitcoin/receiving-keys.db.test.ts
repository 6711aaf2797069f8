import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findInvoice } from '../../billing/invoices/invoice.repository.ts';
import { quoteInvoice } from '../../billing/quotes/quote-invoice.ts';
import { createTestBilling, type TestBilling, type TestServices } from '../../billing/testing.ts';
import { addressToScript } from '../../bitcoin/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { createTestMerchant } from '../../identity/testing.ts';
import { openTestInvoice } from '../testing/open-test-invoice.ts';
import { someTransaction, TestChain } from '../testing/test-chain.ts';
import { bitcoinRailObserver, createBitcoinRail, removeReceivingKey, setReceivingKey } from './index.ts';
import { showReceivingKey } from './show-receiving-key.ts';
import { FIRST_ADDRESS, TEST_BRANCH, TEST_KEY, testAddress } from './testing.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let services: TestServices;
let chain: TestChain;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url, { poolSize: 10 });
  services = {
    ...billing.services,
    rails: { ...billing.services.rails, bitcoin: createBitcoinRail(billing.services) },
  };
  chain = await TestChain.start(billing, [bitcoinRailObserver(services.config)]);
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

const newMerchant = async () =>
  createTestMerchant(billing.database.client, await billing.newPerson(), { now: billing.clock.now() });
const setKey = (merchant: MerchantScope, key = TEST_KEY, firstAddress = FIRST_ADDRESS) =>
  setReceivingKey(services, merchant, { key, firstAddress });

async function invoiceOf(merchant: MerchantScope, options: { amount?: bigint; currency?: string } = {}) {
  const { key } = await openTestInvoice({ ...billing, merchant }, await billing.newPerson(), options);
  return key;
}
const quote = async (key: { merchantId: string; invoiceId: string }) => {
  const quoted = await quoteInvoice(services, null, key, 'bitcoin');
  return { ...quoted, address: quoted.instructions.address ?? '' };
};
const show = (merchant: MerchantScope) =>
  showReceivingKey(billing.database.client, 'regtest', merchant.merchantId);
const expire = () => billing.clock.advanceBy((services.config.QUOTE_SECONDS + 1) * 1_000);

test('without a key nobody can pay to an address', async () => {
  const merchant = await newMerchant();
  await expect(quote(await invoiceOf(merchant))).rejects.toMatchObject({ code: 'RAIL_UNAVAILABLE' });
  await setKey(merchant);
  await removeReceivingKey(services, merchant);
  await expect(quote(await invoiceOf(merchant))).rejects.toMatchObject({ code: 'RAIL_UNAVAILABLE' });
  expect(await show(merchant)).toBeNull();
});

test('a key is set by whoever knows its first address, and each change is kept in the audit log', async () => {
  const merchant = await newMerchant();
  await expect(setKey(merchant, TEST_KEY, testAddress(1))).rejects.toMatchObject({ field: 'firstAddress' });
  await setKey(merchant);
  await setKey(merchant);
  expect(await show(merchant)).toMatchObject({
    descriptor: TEST_BRANCH.descriptor,
    firstAddresses: [0, 1, 2, 3, 4].map(testAddress),
  });
  const audit = await billing.database.client.auditEntry.findMany({
    where: { merchantId: merchant.merchantId },
  });
  expect(audit.map(({ action }) => action)).toEqual(['receiving_key.set']);
});

test('no address is ever given out twice: not to many at once, not at another merchant with the same key', async () => {
  const merchants = [await newMerchant(), await newMerchant()];
  for (const merchant of merchants) await setKey(merchant);
  const keys = await Promise.all(
    Array.from({ length: 20 }, (_, i) => invoiceOf(merchants[i % 2] ?? billing.merchant)),
  );
  const before = (await show(merchants[0] ?? billing.merchant))?.nextIndex ?? 0;
  const addresses = (await Promise.all(keys.map(quote))).map(({ address }) => address);
  expect(new Set(addresses)).toEqual(new Set(Array.from({ length: 20 }, (_, i) => testAddress(before + i))));
  // Set anew, in another spelling: it goes on where it was.
  const [first] = merchants;
  if (!first) throw new Error('no merchant');
  await removeReceivingKey(services, first);
  await setKey(first, TEST_BRANCH.descriptor);
  expect((await quote(await invoiceOf(first))).address).toBe(testAddress(before + 20));
});

test('a quote that has expired is followed by one with the same address, until something was seen on it', async () => {
  const merchant = await newMerchant();
  await setKey(merchant);
  const key = await invoiceOf(merchant, { currency: 'USD' });
  const first = await quote(key);
  expire();
  const second = await quote(key);
  expect(second.id).not.toBe(first.id);
  expect(second.address).toBe(first.address);
  await chain.see(someTransaction({ script: addressToScript(first.address, 'regtest'), amountSats: 1_000n }));
  expire();
  expect((await quote(key)).address).not.toBe(first.address);
});

test('an old address that is given out again is watched in the mempool like a new one', async () => {
  const merchant = await newMerchant();
  await setKey(merchant);
  const key = await invoiceOf(merchant, { currency: 'USD' });
  const { address } = await quote(key);
  const isWatched = () =>
    bitcoinRailObserver(services.config).wantsMempool?.(billing.database.client, billing.clock.now());
  billing.clock.advanceBy(8 * 86_400_000);
  expect(await isWatched()).toBe(false);
  expect((await quote(key)).address).toBe(address);
  expect(await isWatched()).toBe(true);
});

test('what is paid to the address of a key that is no longer in use counts', async () => {
  const merchant = await newMerchant();
  await setKey(merchant);
  const key = await invoiceOf(merchant);
  const { address } = await quote(key);
  await removeReceivingKey(services, merchant);
  await chain.mine(someTransaction({ script: addressToScript(address, 'regtest'), amountSats: 25_000n }));
  expect(await findInvoice(billing.database.client, key, key.invoiceId)).toMatchObject({ status: 'paid' });
});

test('the gap that a wallet has to look past is told', async () => {
  const merchant = await newMerchant();
  await setKey(merchant);
  const start = (await show(merchant))?.nextIndex ?? 0;
  let last = '';
  for (let i = 0; i < 25; i++) last = (await quote(await invoiceOf(merchant))).address;
  expect(await show(merchant)).toMatchObject({ nextIndex: start + 25 });
  await chain.see(someTransaction({ script: addressToScript(last, 'regtest'), amountSats: 25_000n }));
  const after = await show(merchant);
  expect(after).toMatchObject({ unpaidRun: 0 });
  expect(after?.gapLimit).toBeGreaterThanOrEqual(25);
});

test('less than an output may carry is not asked for', async () => {
  const merchant = await newMerchant();
  await setKey(merchant);
  await expect(quote(await invoiceOf(merchant, { amount: 545n }))).rejects.toMatchObject({
    code: 'PAYMENT_TOO_SMALL',
    minimum: 546n,
  });
});

test('an address that was given out cannot be changed or deleted', async () => {
  const { client } = billing.database;
  await expect(client.receivingAddress.updateMany({ data: { index: 1_000_000 } })).rejects.toThrow(
    /once and for all/,
  );
  await expect(client.receivingAddress.deleteMany({})).rejects.toThrow(/once and for all/);
});
