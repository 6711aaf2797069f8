import { afterEach, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../testing/receiver.ts';
import { signWebhook } from './sign-webhook.ts';
import { type BankOptions, type BankSimulator, startBank } from './start-bank.ts';

const NOW = new Date('2026-03-01T10:00:00.000Z');
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(webhooks: BankOptions['webhooks'] = {}): Promise<{
  bank: BankSimulator;
  receiver: Receiver;
  open: (key: string, changes?: Record<string, string>) => Promise<Response>;
}> {
  const bank = await startBank({
    apiKey: 'key',
    webhookSecret: 'secret',
    clock: { now: () => NOW },
    webhooks: { retries: 0, ...webhooks },
  });
  const receiver = await startReceiver();
  closing.push(bank.close, receiver.close);
  const open = (key: string, changes: Record<string, string> = {}) =>
    fetch(`${bank.url}/collections`, {
      method: 'POST',
      headers: { authorization: 'Bearer key', 'idempotency-key': key },
      body: JSON.stringify({
        external_id: 'order',
        amount: '10.00',
        currency: 'EUR',
        webhook_url: receiver.url,
        ...changes,
      }),
    });
  return { bank, receiver, open };
}

const referenceOf = async (answer: Response) => ((await answer.json()) as { reference: string }).reference;

test('a key stands for one request', async () => {
  const { open } = await start();
  const reference = await referenceOf(await open('a'));
  expect(await referenceOf(await open('a'))).toBe(reference);
  expect((await open('a', { amount: '11.00' })).status).toBe(409);
  expect(await referenceOf(await open('b'))).not.toBe(reference);
});

test.each([
  ['no amount', { amount: '0' }, 400],
  ['less than a cent', { amount: '0.001' }, 400],
  ['another currency', { currency: 'JPY' }, 422],
])('refused: %s', async (_, changes, status) => {
  const { open } = await start();
  expect((await open('a', changes)).status).toBe(status);
});

test('nobody is served without the key', async () => {
  const { bank } = await start();
  expect((await fetch(`${bank.url}/statement`)).status).toBe(401);
  const headers = { authorization: 'Bearer other' };
  expect((await fetch(`${bank.url}/statement`, { headers })).status).toBe(401);
});

test('each line is told, signed over its bytes, in the order that is asked for', async () => {
  const { bank, receiver, open } = await start({ delivery: 'held' });
  const reference = await referenceOf(await open('a'));
  const line = bank.control.pay(reference);
  bank.control.callBack(line.id, '4');
  bank.control.releaseWebhooks([1, 0]);
  await bank.control.settled();
  const told = receiver.received.map(({ body }) => JSON.parse(body) as { data: Record<string, string> });
  expect(told.map(({ data }) => [data.type, data.amount])).toEqual([
    ['return', '4'],
    ['credit', '10'],
  ]);
  for (const { body, signature } of bank.control.sentWebhooks) {
    expect(signature).toBe(signWebhook(body, 'secret', NOW));
  }
});

test('the statement is read page by page, and what comes later lies behind the cursor', async () => {
  const { bank } = await start();
  for (const amount of ['1', '2', '3']) bank.control.receive({ reference: 'x', amount, currency: 'EUR' });
  const read = async (after: string) => {
    const answer = await fetch(`${bank.url}/statement?limit=2&after=${after}`, {
      headers: { authorization: 'Bearer key' },
    });
    const page = (await answer.json()) as { lines: { amount: string }[]; next: string; has_more: boolean };
    return { amounts: page.lines.map(({ amount }) => amount), next: page.next, more: page.has_more };
  };
  const first = await read('0');
  expect(first).toMatchObject({ amounts: ['1', '2'], more: true });
  const second = await read(first.next);
  expect(second).toMatchObject({ amounts: ['3'], more: false });
  expect(await read(second.next)).toEqual({ amounts: [], next: second.next, more: false });
});
