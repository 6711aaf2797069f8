import type { NowPaymentsSimulator } from '@charmbills/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type NowPayments, unitsOf } from './index.ts';
import { failure, newPayment, type ProviderForTests, startProvider } from './testing.ts';

let provider: NowPaymentsSimulator;
let connect: ProviderForTests['connect'];
let client: NowPayments;

beforeEach(async () => {
  ({ provider, connect } = await startProvider());
  client = connect();
});
afterEach(() => provider.close());

describe('money in', () => {
  test('questions are answered exactly', async () => {
    expect(await client.ready()).toBe(true);
    expect(await client.currencies()).toContain('usdttrc20');
    expect(await client.minAmountUnits('btc')).toBe(3_334n);
    expect(await client.estimateUnits({ from: 'usd', units: 399_950n, to: 'btc' })).toBe(6_665_834n);
  });

  test.each(['mixed', 'string', 'number'] as const)(
    'ids are text, however they are written (%s)',
    async (style) => {
      provider.control.setIds(style);
      const payment = await client.createPayment(newPayment());
      expect(payment).toMatchObject({
        id: expect.stringMatching(/^\d+$/),
        status: 'waiting',
        orderId: 'dep_1',
      });
      expect(unitsOf(payment.pay)).toBe(50_000n);
      provider.control.pay(payment.id, { amount: '0.0004' });
      const later = await client.payment(payment.id);
      expect(later).toMatchObject({ id: payment.id, status: 'partially_paid', parentId: null });
      expect(unitsOf(later.paid)).toBe(40_000n);
    },
  );

  test('a satoshi is a satoshi, though it is written 1e-8', async () => {
    provider.control.setPrice('btc', '100000000000');
    const payment = await client.createPayment(newPayment({ priceUnits: 200_000n, payUnits: 2n }));
    expect(payment.pay.decimal).toBe('2e-8');
    expect(unitsOf(payment.pay)).toBe(2n);
  });

  test('an invoice has a page to pay on', async () => {
    const invoice = await client.createInvoice(newPayment({ priceCurrency: 'eur' }));
    expect(invoice).toEqual({ id: expect.any(String), url: expect.stringContaining(`iid=${invoice.id}`) });
  });

  test('what the provider refuses is said with its code', async () => {
    await expect(client.createPayment(newPayment({ priceUnits: 1n }))).rejects.toMatchObject({
      code: 'NOWPAYMENTS_REFUSED',
      status: 400,
      providerCode: 'AMOUNT_MINIMAL_ERROR',
    });
    await expect(client.payment('1')).rejects.toMatchObject({ providerCode: 'PAYMENT_NOT_FOUND' });
    await expect(connect({ apiKey: 'wrong' }).currencies()).rejects.toMatchObject({
      status: 403,
      providerCode: 'INVALID_API_KEY',
    });
  });

  test('what cannot be asked for is not sent', async () => {
    expect(await failure(client.createPayment(newPayment({ payUnits: 0n })))).toBe('INVALID_INPUT');
    expect(await failure(client.createPayment(newPayment({ priceCurrency: 'gold' })))).toBe('INVALID_INPUT');
    expect(await failure(client.payment('../auth'))).toBe('INVALID_INPUT');
  });
});

describe('trouble', () => {
  test('questions are asked again, a bounded number of times', async () => {
    provider.control.fault('GET /currencies', { status: 502 }, { times: 2 });
    expect(await client.currencies()).toContain('btc');
    for (const fault of ['drop', { status: 500 }, { status: 429 }, { status: 302 }] as const) {
      provider.control.fault('GET /currencies', fault, { times: 3 });
      expect(await failure(client.currencies())).toBe('NOWPAYMENTS_UNAVAILABLE');
    }
    expect(await client.currencies()).toContain('btc');
  });

  test('an answer that is too long, or no answer, is given up', async () => {
    const impatient = connect({ timeoutMs: 100, retry: { attempts: 1, baseDelayMs: 1 } });
    provider.control.fault('GET /currencies', 'hang');
    expect(await failure(impatient.currencies())).toBe('NOWPAYMENTS_UNAVAILABLE');
    provider.control.fault('GET /currencies', 'huge', { times: 3 });
    expect(await failure(client.currencies())).toBe('NOWPAYMENTS_UNAVAILABLE');
    provider.control.fault('GET /status', 'hang');
    expect(await impatient.ready()).toBe(false);
  });

  test.each(['<html>busy</html>', {}, { payment_id: '1', payment_status: 'waiting' }, { currencies: 'btc' }])(
    'an answer of %j cannot be used',
    async (body) => {
      provider.control.fault('*', { status: 200, body }, { times: 2 });
      expect(await failure(client.currencies())).toBe('NOWPAYMENTS_ANSWER_WRONG');
      expect(await failure(client.createPayment(newPayment()))).toBe('NOWPAYMENTS_ANSWER_WRONG');
    },
  );

  test('a payment is made once for each asking, and one whose answer was lost may be asked for again', async () => {
    provider.control.fault('POST /payment', 'drop', { afterEffect: true });
    expect(await failure(client.createPayment(newPayment()))).toBe('NOWPAYMENTS_UNAVAILABLE');
    expect(provider.control.payments).toHaveLength(1);
    await client.createPayment(newPayment());
    expect(provider.control.payments).toHaveLength(2);
  });

  test('a payment is found by our id, page by page, and its re-deposits are not taken for it', async () => {
    const since = new Date('2026-03-01T11:00:00Z');
    const { id } = await client.createPayment(newPayment());
    provider.control.redeposit(id, '0.0001');
    for (let i = 0; i < 100; i++) await client.createPayment(newPayment({ orderId: `dep_other_${i}` }));
    expect(await client.findPayment({ orderId: 'dep_1', since })).toMatchObject({ id, parentId: null });
    expect(await client.findPayment({ orderId: 'dep_none', since })).toBeUndefined();
    const later = new Date('2026-03-01T13:00:00Z');
    expect(await client.findPayment({ orderId: 'dep_1', since: later })).toBeUndefined();
    const without = connect({ account: undefined });
    expect(await without.findPayment({ orderId: 'dep_1', since })).toBeUndefined();
  });

  test('a payment that is not the one asked for is not used', async () => {
    const { id } = await client.createPayment(newPayment());
    const other = await client.createPayment(newPayment({ orderId: 'dep_2' }));
    const answer = await (
      await fetch(`${provider.url}/payment/${other.id}`, { headers: { 'x-api-key': provider.apiKey } })
    ).json();
    provider.control.fault('*', { status: 200, body: answer }, { times: 2 });
    expect(await failure(client.payment(id))).toBe('NOWPAYMENTS_ANSWER_WRONG');
    expect(await failure(client.createPayment(newPayment()))).toBe('NOWPAYMENTS_ANSWER_WRONG');
  });
});
