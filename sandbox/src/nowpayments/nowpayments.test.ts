import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../testing/receiver.ts';
import { signIpn } from './sign-ipn.ts';
import { type NowPaymentsSimulator, startNowPayments } from './start-nowpayments.ts';
import { authenticatorCode } from './totp.ts';

const SECRET = 'ipn-secret';
let now: Date;
let receiver: Receiver;
let provider: NowPaymentsSimulator;

beforeEach(async () => {
  now = new Date('2026-03-01T12:00:00Z');
  receiver = await startReceiver();
  provider = await startNowPayments({
    ipnSecret: SECRET,
    clock: { now: () => now },
    ipn: { retries: 2, retryDelayMs: 1 },
  });
});
afterEach(async () => {
  await provider.close();
  await receiver.close();
});

type Json = Record<string, unknown>;

async function ask(method: string, path: string, body?: Json, headers: Record<string, string> = {}) {
  const response = await fetch(provider.url + path, {
    method,
    headers: { 'x-api-key': provider.apiKey, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as Json,
  };
}

async function pay(fields: Json = {}): Promise<string> {
  const { body } = await ask('POST', '/payment', {
    price_amount: 30,
    price_currency: 'usd',
    pay_currency: 'btc',
    order_id: 'dep_1',
    ipn_callback_url: receiver.url,
    ...fields,
  });
  return String(body.payment_id);
}

const statuses = () => receiver.received.map(({ body }) => (JSON.parse(body) as Json).payment_status);

test('a request without the right key is refused', async () => {
  expect(await ask('GET', '/currencies', undefined, { 'x-api-key': 'other' })).toMatchObject({
    status: 403,
    body: { code: 'INVALID_API_KEY' },
  });
  expect((await ask('GET', '/status')).body).toEqual({ message: 'OK' });
  expect((await ask('GET', '/nothing')).status).toBe(404);
});

test('a payment is created, paid and reported at every step, signed', async () => {
  const created = await ask('POST', '/payment', {
    price_amount: 30,
    price_currency: 'usd',
    pay_currency: 'btc',
    ipn_callback_url: receiver.url,
  });
  expect(created).toMatchObject({
    status: 201,
    body: { payment_status: 'waiting', pay_amount: 0.0005, payment_id: expect.any(String) },
  });
  provider.control.pay(String(created.body.payment_id));
  await provider.control.settled();
  expect(statuses()).toEqual(['confirming', 'confirmed', 'sending', 'finished']);
  for (const { body, signature } of receiver.received) {
    expect(signature).toBe(signIpn(JSON.parse(body), SECRET, 'kept'));
  }
  expect((await ask('GET', `/payment/${created.body.payment_id}`)).body).toMatchObject({
    payment_id: Number(created.body.payment_id),
    payment_status: 'finished',
    actually_paid: 0.0005,
  });
});

test('less than was asked for ends as partially paid; what comes later is a payment of its own', async () => {
  const id = await pay();
  provider.control.pay(id, { amount: '0.0004' });
  const later = provider.control.pay(id, { amount: '0.0001' });
  await provider.control.settled();
  expect(later).toMatchObject({ parentId: id, status: 'finished', actuallyPaid: '0.0001' });
  expect(statuses()).toEqual(['confirming', 'confirmed', 'sending', 'partially_paid', 'finished']);
  expect(JSON.parse(receiver.received.at(-1)?.body ?? '')).toMatchObject({
    parent_payment_id: Number(id),
    order_id: 'dep_1',
  });
});

test('another asset arrives as finished', async () => {
  const id = await pay();
  const wrong = provider.control.payWrongAsset(id, { currency: 'trx', amount: '5' });
  expect(wrong).toMatchObject({ payCurrency: 'trx', parentId: id, status: 'finished' });
  provider.control.payWrongAsset(id, { currency: 'trx', amount: '5', asNewPayment: false });
  expect((await ask('GET', `/payment/${id}`)).body).toMatchObject({
    pay_currency: 'trx',
    payment_status: 'finished',
  });
});

test('what nobody pays within seven days expires', async () => {
  const id = await pay();
  now = new Date('2026-03-08T12:00:01Z');
  expect((await ask('GET', `/payment/${id}`)).body.payment_status).toBe('expired');
});

test('notifications get lost, come twice, or in another order', async () => {
  const { control } = provider;
  control.setIpn({ delivery: 'lost' });
  control.pay(await pay());
  control.setIpn({ delivery: 'twice' });
  control.setStatus(await pay(), 'failed');
  control.setIpn({ delivery: 'held' });
  control.pay(await pay());
  await control.settled();
  expect(statuses()).toEqual(['failed', 'failed']);
  control.releaseIpns([3, 0]);
  await control.settled();
  expect(statuses()).toEqual(['failed', 'failed', 'finished', 'confirming']);
  control.resendIpn(-1);
  await control.settled();
  expect(receiver.received.at(-1)).toEqual(receiver.received.at(-3));
});

test('notifications are repeated until they are taken, a bounded number of times', async () => {
  receiver.status = 503;
  provider.control.setStatus(await pay(), 'refunded');
  await provider.control.settled();
  expect(provider.control.sentIpns[0]?.statuses).toEqual([503, 503, 503]);
});

test('payouts want a token, six decimals at most, and the right code within an hour', async () => {
  const withdrawal = {
    address: '0x1EBAeF7Bee7B3a7B2EEfC72e86593Bf15ED37522',
    currency: 'usdc',
    amount: '12.5',
    unique_external_id: 'wd_1',
    ipn_callback_url: receiver.url,
  };
  const batch = { withdrawals: [withdrawal] };
  expect((await ask('POST', '/payout', batch)).status).toBe(401);
  const { email, password, totpSecret, control } = provider;
  const { body: signedIn } = await ask('POST', '/auth', { email, password });
  const bearer = { authorization: `Bearer ${signedIn.token}` };
  const tooFine = { withdrawals: [{ ...withdrawal, amount: '0.0000001' }] };
  expect((await ask('POST', '/payout', tooFine, bearer)).status).toBe(400);
  const nowhere = { withdrawals: [{ ...withdrawal, address: 'nowhere' }] };
  expect((await ask('POST', '/payout', nowhere, bearer)).body.code).toBe('BAD_CREATE_WITHDRAWAL_REQUEST');

  const { body: created } = await ask('POST', '/payout', batch, bearer);
  const verify = (code: string) =>
    ask('POST', `/payout/${created.id}/verify`, { verification_code: code }, bearer);
  expect((await verify('000000')).status).toBe(400);
  expect((await verify(authenticatorCode(totpSecret, now))).status).toBe(200);
  const [payout] = control.payouts;
  expect(payout).toMatchObject({ status: 'PROCESSING', uniqueExternalId: 'wd_1' });
  control.setPayoutStatus(payout?.id ?? '', 'FINISHED');
  await control.settled();
  expect(receiver.received.map(({ body }) => (JSON.parse(body) as Json).status)).toEqual([
    'PROCESSING',
    'FINISHED',
  ]);
  expect((await ask('GET', '/payout?limit=5')).body).toMatchObject({
    payouts: [{ status: 'FINISHED', unique_external_id: 'wd_1', hash: expect.any(String) }],
  });

  const { body: late } = await ask('POST', '/payout', batch, bearer);
  now = new Date(now.getTime() + 3_600_001);
  expect((await ask('GET', `/payout/${late.id}`)).body).toMatchObject([{ status: 'REJECTED' }]);
  expect((await ask('POST', '/payout', batch, bearer)).status).toBe(401);
});

test('a lost answer leaves its effect; a fault before it leaves none', async () => {
  const { control } = provider;
  control.fault('POST /payment', 'drop', { afterEffect: true });
  await expect(pay()).rejects.toThrow();
  expect(control.payments).toHaveLength(1);
  control.fault('POST /payment', { status: 500 }, { times: 2 });
  expect([await pay(), await pay()]).toEqual(['undefined', 'undefined']);
  expect(control.payments).toHaveLength(1);
  expect(await pay()).not.toBe('undefined');
});

test('an invoice becomes a payment when the customer picks a currency', async () => {
  const { body } = await ask('POST', '/invoice', { price_amount: 100, price_currency: 'eur', order_id: 'o' });
  expect(body).toMatchObject({ price_amount: '100', invoice_url: expect.stringContaining(String(body.id)) });
  expect(provider.control.openInvoice(String(body.id), 'usdttrc20')).toMatchObject({
    payAmount: '110',
    orderId: 'o',
    invoiceId: body.id,
  });
});
