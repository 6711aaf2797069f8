import { randomUUID } from 'node:crypto';
import { type BankSimulator, startBank } from '@charmbills/sandbox';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonScope } from '../../identity/index.ts';
import { expressBuyJob } from '../../wallet/express-buy/express-buy.job.ts';
import { orderExpressBuy } from '../../wallet/express-buy/order-express-buy.ts';
import { quoteExpressBuy } from '../../wallet/express-buy/quote-express-buy.ts';
import { showExpressBuy } from '../../wallet/express-buy/show-express-buy.ts';
import type { WalletServices } from '../../wallet/index.ts';
import { receiveFiatNotification } from '../../wallet/index.ts';
import { useTestWallet } from '../../wallet/testing.ts';
import { createBankRail } from './create-bank-rail.ts';

const wallet = useTestWallet();
let bank: BankSimulator;
let receiver: FastifyInstance;
let services: WalletServices;

beforeAll(async () => {
  const { clock } = wallet.services;
  bank = await startBank({ apiKey: 'key', webhookSecret: 'secret', clock, webhooks: { retries: 0 } });
  receiver = Fastify();
  receiver.removeAllContentTypeParsers();
  receiver.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  receiver.post('/api/webhooks/bank', async ({ body, headers }, reply) => {
    const rawBody = body as Buffer;
    const isGenuine = await receiveFiatNotification(services, 'bank', { rawBody, headers });
    return reply.code(isGenuine ? 200 : 401).send({});
  });
  const address = await receiver.listen({ host: '127.0.0.1', port: 0 });
  const rail = createBankRail({
    url: bank.url,
    apiKey: 'key',
    webhookSecret: 'secret',
    webhookUrl: `${address}/api/webhooks/bank`,
    timeoutMs: 5_000,
    currencies: { EUR: 2 },
    clock,
  });
  // What is not there is not used by purchases.
  services = { ...wallet.services, fiatRails: [rail] } as unknown as WalletServices;
  await wallet.fundPlatform('treasury', 'BTC', 1_000_000_000n);
});
afterAll(async () => {
  await bank.close();
  await receiver.close();
});

const runJob = () => expressBuyJob(services).handler({}, { signal: new AbortController().signal, jobId: '' });
const show = (person: PersonScope, id: string) => showExpressBuy(services, person, id);

async function order(): Promise<{ person: PersonScope; id: string }> {
  const person = await wallet.newPerson();
  const request = { fromCurrency: 'EUR', toCurrency: 'BTC', receiveAmount: 100_000n };
  const id = await quoteExpressBuy(services, person, request);
  await orderExpressBuy(services, person, { buyId: id, idempotencyKey: randomUUID() });
  return { person, id };
}

test('whatever becomes of notifications, what is paid is exchanged once', async () => {
  const bought: { person: PersonScope; id: string }[] = [];
  const deliveries = ['once', 'twice', 'lost', 'held', 'held'] as const;
  for (const delivery of deliveries) {
    bank.control.setWebhooks({ delivery });
    const purchase = await order();
    bought.push(purchase);
    bank.control.pay((await show(purchase.person, purchase.id)).reference ?? '');
  }
  bank.control.releaseWebhooks([1, 0]);
  await Promise.all([runJob(), runJob(), bank.control.settled()]);
  bank.control.resendWebhook(0);
  await bank.control.settled();
  await runJob();
  expect(bank.control.sentWebhooks.flatMap(({ statuses }) => statuses)).toEqual([
    200, 200, 200, 200, 200, 200,
  ]);
  for (const { person, id } of bought) {
    expect((await show(person, id)).status).toBe('completed');
    expect(await wallet.balance(person, 'BTC')).toEqual([100_000n, 0n]);
    expect(await wallet.balance(person, 'EUR')).toEqual([0n, 0n]);
  }
});

test('a return that overtakes its credit, and one that does not, leave nothing behind', async () => {
  const [first, second] = [await order(), await order()];
  bank.control.setWebhooks({ delivery: 'held' });
  for (const { person, id } of [first, second]) {
    const line = bank.control.pay((await show(person, id)).reference ?? '');
    bank.control.callBack(line.id);
  }
  bank.control.releaseWebhooks([1, 0, 2, 3]);
  await bank.control.settled();
  await runJob();
  for (const { person } of [first, second]) {
    expect(await wallet.balance(person, 'BTC')).toEqual([0n, 0n]);
    expect(await wallet.balance(person, 'EUR')).toEqual([0n, 0n]);
  }
  expect((await show(second.person, second.id)).status).toBe('returned');
});

test('an order whose answer was lost is opened by the job, as one collection', async () => {
  bank.control.fault('POST /collections', 'drop', { afterEffect: true });
  const { person, id } = await order();
  expect((await show(person, id)).status).toBe('opening');
  await runJob();
  expect((await show(person, id)).status).toBe('awaiting_payment');
  expect(bank.control.collections.filter(({ externalId }) => externalId === id)).toHaveLength(1);
});

test('notifications that the bank did not sign, or long ago, are not believed', async () => {
  const { person, id } = await order();
  for (const signature of ['wrong', 'old', 'missing'] as const) {
    bank.control.setWebhooks({ delivery: 'once', signature });
    bank.control.receive({
      reference: (await show(person, id)).reference ?? '',
      amount: '1',
      currency: 'EUR',
    });
  }
  await bank.control.settled();
  expect(bank.control.sentWebhooks.slice(-3).map(({ statuses }) => statuses)).toEqual([[401], [401], [401]]);
  expect((await show(person, id)).status).toBe('awaiting_payment');
});
