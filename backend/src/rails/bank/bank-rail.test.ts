import { type BankSimulator, signWebhook, startBank } from '@charmbills/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ManualClock } from '../../platform/clock.ts';
import type { FiatRail } from '../../wallet/index.ts';
import { createBankRail } from './create-bank-rail.ts';
import { TOLERANCE_SECONDS, verifyNotification } from './verify-notification.ts';

const SECRET = 'bank-secret';
const clock = new ManualClock(new Date('2026-03-01T10:00:00.000Z'));
let bank: BankSimulator;
let rail: FiatRail;
beforeAll(async () => {
  bank = await startBank({ apiKey: 'key', webhookSecret: SECRET, clock, webhooks: { delivery: 'lost' } });
  rail = connect('key');
});
afterAll(() => bank.close());

function connect(apiKey: string, timeoutMs = 5_000): FiatRail {
  return createBankRail({
    url: bank.url,
    apiKey,
    webhookSecret: SECRET,
    webhookUrl: 'http://127.0.0.1:9/api/webhooks/bank',
    timeoutMs,
    currencies: { EUR: 2, USD: 2 },
    clock,
  });
}

const order = (orderId: string) => ({ orderId, amount: 12_345n, currency: 'EUR' });

describe('collections', () => {
  test('the same order asked again is the same collection', async () => {
    const first = await rail.createCollection(order('fiat_1'));
    expect(first.payTo.iban).toMatch(/^DE/);
    expect(await rail.createCollection(order('fiat_1'))).toEqual(first);
    const other = { ...order('fiat_1'), amount: 1n };
    await expect(rail.createCollection(other)).rejects.toMatchObject({ code: 'BANK_REFUSED' });
  });

  test('an answer that is lost is got by asking again', async () => {
    bank.control.fault('POST /collections', 'drop', { afterEffect: true });
    await expect(rail.createCollection(order('fiat_2'))).rejects.toMatchObject({
      code: 'BANK_UNAVAILABLE',
    });
    const { id } = await rail.createCollection(order('fiat_2'));
    expect(bank.control.collections.filter(({ externalId }) => externalId === 'fiat_2')).toMatchObject([
      { id },
    ]);
  });

  test.each([
    ['no connection', 'drop', 'BANK_UNAVAILABLE'],
    ['an error of theirs', { status: 503 }, 'BANK_UNAVAILABLE'],
    ['too many requests', { status: 429 }, 'BANK_UNAVAILABLE'],
    ['something else in between', 'garbage', 'BANK_UNAVAILABLE'],
    ['an endless answer', 'huge', 'BANK_UNAVAILABLE'],
    ['no answer', 'hang', 'BANK_UNAVAILABLE'],
    ['a refusal', { status: 422, body: { error: { code: 'x', message: 'no' } } }, 'BANK_REFUSED'],
    ['the wrong thing', { status: 200, body: { id: 'x' } }, 'BANK_ANSWER_WRONG'],
  ] as const)('%s', async (_, fault, code) => {
    bank.control.fault('POST /collections', fault);
    const hasty = connect('key', 500);
    await expect(hasty.createCollection(order('fiat_4'))).rejects.toMatchObject({ code });
  });

  test('a key that the bank does not know is a problem of ours, not of the order', async () => {
    await expect(connect('other').createCollection(order('fiat_5'))).rejects.toMatchObject({
      code: 'BANK_UNAVAILABLE',
    });
  });
});

test('the statement is read from where it was left', async () => {
  const { next: start } = await rail.statement(null);
  expect(await rail.statement(start)).toEqual({ lines: [], next: start, hasMore: false });
  const line = bank.control.receive({ reference: ' cb12 ', amount: '0.5', currency: 'EUR' });
  bank.control.callBack(line.id);
  const page = await rail.statement(start);
  expect(page).toMatchObject({
    hasMore: false,
    lines: [
      { externalId: line.id, kind: 'credit', returnsId: null, reference: 'CB12', amount: 50n },
      { kind: 'return', returnsId: line.id, amount: 50n },
    ],
  });
  expect((await rail.statement(page.next)).lines).toEqual([]);
});

test('money in a currency that is not ours, or finer than a cent, is not mistaken for ours', async () => {
  const { next } = await rail.statement(null);
  bank.control.receive({ reference: 'X', amount: '5', currency: 'JPY' });
  expect((await rail.statement(next)).lines).toEqual([]);
  bank.control.fault('GET /statement', {
    status: 200,
    body: {
      lines: [
        {
          id: 'l',
          type: 'credit',
          returns: null,
          reference: 'X',
          amount: '0.005',
          currency: 'EUR',
          booked_at: '2026-03-01T10:00:00Z',
        },
      ],
      next: '1',
      has_more: false,
    },
  });
  await expect(rail.statement(next)).rejects.toMatchObject({ code: 'BANK_ANSWER_WRONG' });
});

describe('notifications', () => {
  const body = JSON.stringify({
    id: 'evt_1',
    type: 'statement.line_booked',
    created_at: '2026-03-01T10:00:00Z',
    data: {
      id: 'line_1',
      type: 'credit',
      returns: null,
      reference: 'CB1',
      amount: '10.00',
      currency: 'EUR',
      booked_at: '2026-03-01T10:00:00Z',
    },
  });
  const read = (text: string, signature: string | string[] | undefined) =>
    rail.readNotification(Buffer.from(text), { 'bank-signature': signature });

  test('one that the bank signed is read', () => {
    expect(read(body, signWebhook(body, SECRET, clock.now()))).toMatchObject([
      { externalId: 'line_1', amount: 1_000n, bookedAt: new Date('2026-03-01T10:00:00Z') },
    ]);
  });

  test.each<[string, string | string[] | undefined]>([
    ['none', undefined],
    ['twice', ['a', 'b']],
    ['another secret', signWebhook(body, 'other', clock.now())],
    ['another body', signWebhook(`${body} `, SECRET, clock.now())],
    ['another time', signWebhook(body, SECRET, clock.now()).replace(/t=\d+/, 't=1')],
    ['an old one', signWebhook(body, SECRET, new Date(clock.now().getTime() - 3_600_000))],
    ['half of one', signWebhook(body, SECRET, clock.now()).slice(0, -1)],
  ])('a signature that is not right: %s', (_, signature) => {
    expect(read(body, signature)).toBeUndefined();
  });

  test('news of another kind changes nothing', () => {
    const other = JSON.stringify({ type: 'account.updated', data: {} });
    expect(read(other, signWebhook(other, SECRET, clock.now()))).toEqual([]);
    expect(read('{', signWebhook('{', SECRET, clock.now()))).toEqual([]);
  });

  test('the time may be off by five minutes, and no more', () => {
    const at = (seconds: number) => {
      const signed = signWebhook(body, SECRET, new Date(clock.now().getTime() + seconds * 1_000));
      return verifyNotification(Buffer.from(body), signed, { secret: SECRET, now: clock.now() });
    };
    expect([at(TOLERANCE_SECONDS), at(TOLERANCE_SECONDS + 1), at(-TOLERANCE_SECONDS - 1)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
