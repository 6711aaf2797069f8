import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NowPaymentsSimulator } from '@charmbills/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  classifyIpn,
  type ExpectedPayment,
  type NowPayments,
  parseIpn,
  unitsOf,
  verifyIpn,
} from '../index.ts';
import { IPN_SECRET, newPayment, startProvider } from '../testing.ts';

let provider: NowPaymentsSimulator;
let client: NowPayments;
const received: { raw: Buffer; signature: string | undefined }[] = [];
let server: Server;
let ipnCallbackUrl: string;
beforeEach(async () => {
  const started = await startProvider();
  provider = started.provider;
  client = started.connect();
  received.length = 0;
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const signature = request.headers['x-nowpayments-sig'];
    received.push({
      raw: Buffer.concat(chunks),
      signature: Array.isArray(signature) ? undefined : signature,
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ipnCallbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  await provider.close();
  server.closeAllConnections();
  server.close();
});

/** What a wallet would conclude from what has arrived, in the order in which it has. */
async function meanings(expected: ExpectedPayment): Promise<string[]> {
  await provider.control.settled();
  const bookedUnits = new Map(expected.bookedUnits);
  return received.splice(0).map(({ raw, signature }) => {
    if (!verifyIpn(raw, signature, IPN_SECRET)) return 'not believed';
    const ipn = parseIpn(raw);
    if (ipn.kind === 'payout') return ipn.payout.outcome;
    const meaning = classifyIpn(ipn.payment, { ...expected, bookedUnits });
    if (!('units' in meaning)) return meaning.kind;
    bookedUnits.set(meaning.paymentId, (bookedUnits.get(meaning.paymentId) ?? 0n) + meaning.units);
    return `${meaning.kind} ${meaning.units}`;
  });
}

async function expectedDeposit(): Promise<ExpectedPayment> {
  const { id, pay } = await client.createPayment(newPayment({ ipnCallbackUrl }));
  return {
    paymentId: id,
    orderId: 'dep_1',
    payCurrency: 'btc',
    dueUnits: unitsOf(pay),
    bookedUnits: new Map(),
    refunded: new Set(),
  };
}

test.each(['kept', 'objects'] as const)('a payment is followed to its credit, arrays %s', async (arrays) => {
  provider.control.setIpn({ arrays });
  const expected = await expectedDeposit();
  provider.control.pay(expected.paymentId);
  provider.control.redeposit(expected.paymentId, '0.0001');
  provider.control.setStatus(expected.paymentId, 'finished');
  expect(await meanings(expected)).toEqual([
    'pending',
    'pending',
    'pending',
    'credit 50000',
    'redeposit 10000',
    'duplicate',
  ]);
});

test('doubled, reordered and repeated notifications book each payment once', async () => {
  const expected = await expectedDeposit();
  provider.control.setIpn({ delivery: 'held' });
  provider.control.pay(expected.paymentId, { amount: '0.0004' });
  provider.control.redeposit(expected.paymentId, '0.0001');
  provider.control.releaseIpns([4, 3, 0, 3, 1, 4, 2]);
  provider.control.resendIpn(3);
  expect(await meanings(expected)).toEqual([
    'redeposit 10000',
    'partial 40000',
    'duplicate',
    'duplicate',
    'duplicate',
    'duplicate',
    'duplicate',
    'duplicate',
  ]);
});

test('another asset, failures and refunds', async () => {
  const expected = await expectedDeposit();
  provider.control.payWrongAsset(expected.paymentId, { currency: 'trx', amount: '300' });
  provider.control.setStatus(expected.paymentId, 'expired');
  provider.control.setStatus(expected.paymentId, 'refunded');
  provider.control.payWrongAsset(expected.paymentId, {
    currency: 'usdc',
    amount: '30',
    asNewPayment: false,
  });
  expect(await meanings(expected)).toEqual(['wrong_asset', 'failed', 'refunded 0', 'wrong_asset']);
});

test('what is signed wrongly, or not at all, is not believed', async () => {
  const expected = await expectedDeposit();
  provider.control.setIpn({ signature: 'wrong' });
  provider.control.setStatus(expected.paymentId, 'finished');
  provider.control.setIpn({ signature: 'missing' });
  provider.control.setStatus(expected.paymentId, 'finished');
  expect(await meanings(expected)).toEqual(['not believed', 'not believed']);
});

test('a payout reports its own way', async () => {
  const expected = await expectedDeposit();
  const payout = await client.createPayout({
    externalId: 'wd_1',
    address: '0x1EBAeF7Bee7B3a7B2EEfC72e86593Bf15ED37522',
    currency: 'usdc',
    units: 12_500_000n,
    ipnCallbackUrl,
  });
  await client.verifyPayout(payout.batchId);
  provider.control.setPayoutStatus(payout.id, 'SENDING');
  provider.control.setPayoutStatus(payout.id, 'FINISHED');
  expect(await meanings(expected)).toEqual(['pending', 'pending', 'paid']);
});

test.each(['', '[]', '{}', '{"payment_id":1}', '{"batch_withdrawal_id":1}'])(
  '%j is no notification',
  (text) => {
    expect(() => parseIpn(Buffer.from(text))).toThrow(/NOWPAYMENTS_ANSWER_WRONG/);
  },
);
