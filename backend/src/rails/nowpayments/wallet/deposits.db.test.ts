import { signIpn } from '@charmbills/sandbox';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setLimit } from '../../../compliance/index.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { createTestOperator } from '../../../identity/testing.ts';
import { createDeposit } from '../../../wallet/deposits/create-deposit.ts';
import { followDeposits } from '../../../wallet/deposits/follow-deposits.ts';
import { resolveDepositReview } from '../../../wallet/deposits/resolve-review.ts';
import { listReviews } from '../../../wallet/deposits/review.repository.ts';
import { showDeposit } from '../../../wallet/deposits/show-deposit.ts';
import { processOpenNotices } from '../../../wallet/notices/process-notice.ts';
import { createNowPayments } from '../create-nowpayments.ts';
import { IPN_SECRET, newPayment } from '../testing.ts';
import { lockSome, useTestRail } from './testing.ts';

const rail = useTestRail();
const ASKED = 50_000n;
const MINUTES = 60_000;
let keys = 0;

async function deposit(person: PersonScope, amount = ASKED, asset = 'btc') {
  const { depositId } = await createDeposit(rail.services, person, {
    asset,
    amount,
    idempotencyKey: `key-${++keys}`,
  });
  return show(person, depositId);
}
const show = (person: PersonScope, id: string) => showDeposit(rail.services.database.client, person, id);
const balance = (person: PersonScope, currency = 'BTC') => rail.wallet.balance(person, currency);
const paymentOf = (depositId: string) => {
  const found = rail.provider.control.payments.find(
    ({ orderId, parentId }) => orderId === depositId && !parentId,
  );
  if (!found) throw new Error('the provider has no such payment');
  return found;
};
const reviewsOf = async (depositId: string | null) => {
  const operator = await rail.wallet.newOperator();
  const page = { first: 100, take: 101, beforeId: undefined };
  const all = await listReviews(rail.services.database.client, operator, page, {});
  return all.filter((review) => review.depositId === depositId);
};

describe('a deposit', () => {
  test('gives an address, and is credited once when the money comes', async () => {
    const person = await rail.wallet.newPerson();
    const before = await rail.wallet.platformBalance('custody', 'BTC');
    const opened = await deposit(person);
    expect(opened).toMatchObject({ status: 'waiting', amount: ASKED, credited: 0n, currency: 'BTC' });
    expect(opened.paymentUri).toBe(`bitcoin:${opened.address}?amount=0.0005`);
    rail.provider.control.pay(paymentOf(opened.id).id);
    await rail.settle();
    expect(await show(person, opened.id)).toMatchObject({
      status: 'completed',
      credited: ASKED,
      nextCheckAt: null,
    });
    expect(await balance(person)).toEqual([ASKED, 0n]);
    expect(await rail.wallet.platformBalance('custody', 'BTC')).toBe(before - ASKED);
  });

  test('asked for ten times at once under one key is one payment', async () => {
    const person = await rail.wallet.newPerson();
    const input = { asset: 'btc', amount: ASKED, idempotencyKey: 'same' };
    const asked = await Promise.all(
      Array.from({ length: 10 }, () => createDeposit(rail.services, person, input)),
    );
    const [first] = asked;
    expect(new Set(asked.map(({ depositId }) => depositId)).size).toBe(1);
    const made = rail.provider.control.payments.filter(({ orderId }) => orderId === first?.depositId);
    expect(made).toHaveLength(1);
    await expect(
      createDeposit(rail.services, person, { ...input, amount: ASKED + 1n }),
    ).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  test('is refused in what is not taken, below the least, above the limit, and without a provider', async () => {
    const person = await rail.wallet.newPerson();
    const operator = await rail.wallet.newOperator();
    const ask = (amount: bigint, asset = 'btc') =>
      createDeposit(rail.services, person, { asset, amount, idempotencyKey: `refused-${++keys}` });
    await expect(ask(ASKED, 'gold')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(ask(0n)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(ask(3_333n)).rejects.toMatchObject({ code: 'DEPOSIT_TOO_SMALL', minimum: 3_334n });
    await setLimit(rail.services, operator, {
      operation: 'deposit',
      currency: 'ETH',
      perOnce: 10n ** 16n,
      perDay: null,
    });
    await expect(ask(10n ** 17n, 'eth')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await expect(
      createDeposit({ ...rail.services, depositProvider: undefined }, person, {
        asset: 'btc',
        amount: ASKED,
        idempotencyKey: 'none',
      }),
    ).rejects.toMatchObject({ code: 'DEPOSITS_UNAVAILABLE' });
  });

  test('is nobody else’s to see', async () => {
    const mine = await deposit(await rail.wallet.newPerson());
    const other = await rail.wallet.newPerson();
    await expect(show(other, mine.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the answer of the provider', () => {
  test('that is lost is looked up, and the payment is not doubled', async () => {
    const person = await rail.wallet.newPerson();
    rail.provider.control.fault('POST /payment', 'drop', { afterEffect: true });
    const created = await deposit(person);
    expect(created).toMatchObject({ status: 'creating', address: null });
    await followDeposits(rail.services);
    expect((await show(person, created.id)).status).toBe('creating');
    rail.wallet.clock.advanceBy(3 * MINUTES);
    await followDeposits(rail.services);
    const opened = await show(person, created.id);
    expect(opened).toMatchObject({ status: 'waiting', address: paymentOf(created.id).payAddress });
    expect(rail.provider.control.payments.filter(({ orderId }) => orderId === created.id)).toHaveLength(1);
  });

  test('that is lost is made up for by a notification', async () => {
    const person = await rail.wallet.newPerson();
    rail.provider.control.fault('POST /payment', 'drop', { afterEffect: true });
    const created = await deposit(person);
    rail.provider.control.pay(paymentOf(created.id).id);
    await rail.settle();
    expect(await show(person, created.id)).toMatchObject({ status: 'completed', credited: ASKED });
  });

  test('that does not come leaves the deposit waiting for its address; a refusal ends it', async () => {
    const person = await rail.wallet.newPerson();
    rail.provider.control.fault('POST /payment', { status: 503 });
    const late = await deposit(person);
    expect(late.status).toBe('creating');
    rail.wallet.clock.advanceBy(3 * MINUTES);
    await followDeposits(rail.services);
    expect((await show(person, late.id)).status).toBe('waiting');
    rail.provider.control.fault('POST /payment', { status: 400, body: { code: 'X', message: 'no' } });
    const refused = await deposit(person);
    expect(refused).toMatchObject({ status: 'failed', problem: 'no', nextCheckAt: null });
  });
});

describe('notifications', () => {
  test('that come twice, again and in the wrong order credit once', async () => {
    const person = await rail.wallet.newPerson();
    const { id } = await deposit(person);
    const { control } = rail.provider;
    const from = control.sentIpns.length;
    control.setIpn({ delivery: 'held', arrays: 'objects' });
    control.pay(paymentOf(id).id);
    control.setStatus(paymentOf(id).id, 'waiting');
    control.setIpn({ delivery: 'once' });
    control.releaseIpns([3, 4, 0, 2, 1]);
    await control.settled();
    for (let index = from; index < control.sentIpns.length; index++) control.resendIpn(index);
    await rail.settle();
    await processOpenNotices(rail.services);
    expect(await show(person, id)).toMatchObject({ status: 'completed', credited: ASKED });
    expect(await balance(person)).toEqual([ASKED, 0n]);
  });

  test('that never come are made up for by asking', async () => {
    const person = await rail.wallet.newPerson();
    const { id } = await deposit(person);
    rail.provider.control.setIpn({ delivery: 'lost' });
    rail.provider.control.pay(paymentOf(id).id);
    await followDeposits(rail.services);
    expect((await show(person, id)).status).toBe('waiting');
    rail.wallet.clock.advanceBy(MINUTES);
    rail.provider.control.fault('GET /payment/:id', { status: 500 }, { times: 1_000 });
    await followDeposits(rail.services);
    expect((await show(person, id)).status).toBe('waiting');
    rail.provider.control.clearFaults();
    rail.wallet.clock.advanceBy(5 * MINUTES);
    await followDeposits(rail.services);
    expect(await show(person, id)).toMatchObject({ status: 'completed', credited: ASKED });
  });

  test.each(['wrong', 'missing'] as const)('with a %s signature are turned away', async (signature) => {
    const person = await rail.wallet.newPerson();
    const { id } = await deposit(person);
    const { control } = rail.provider;
    control.setIpn({ signature });
    const from = control.sentIpns.length;
    control.pay(paymentOf(id).id);
    await rail.settle();
    expect(control.sentIpns.slice(from).map(({ statuses }) => statuses)).toEqual(Array(4).fill([401]));
    expect(await balance(person)).toEqual([0n, 0n]);
    expect(await rail.services.database.client.providerNotice.count({ where: { processedAt: null } })).toBe(
      0,
    );
  });

  test('that are too long, of nobody we know, or of no use do no harm', async () => {
    const post = (url: string, body: string, signature = '') =>
      fetch(url, { method: 'POST', body, headers: { 'x-nowpayments-sig': signature } }).then(
        ({ status }) => status,
      );
    const large = JSON.stringify({ x: 'x'.repeat(60_000) });
    expect(await post(rail.webhookUrl, large)).toBe(413);
    expect(await post(rail.webhookUrl.replace('nowpayments', 'paypal'), '{}')).toBe(404);
    const useless = { hello: 'world' };
    const body = JSON.stringify(useless);
    expect(await post(rail.webhookUrl, body, signIpn(useless, IPN_SECRET, 'kept'))).toBe(200);
    expect(await post(rail.webhookUrl, body, signIpn(useless, IPN_SECRET, 'kept'))).toBe(200);
    await rail.work();
    const kept = await rail.services.database.client.providerNotice.findMany({
      where: { outcome: 'unusable' },
    });
    expect(kept.map((notice) => Buffer.from(notice.body).toString())).toEqual([body]);
  });
});

describe('what does not come as it was asked for', () => {
  test('a part is credited, and so is further money to the same address', async () => {
    const person = await rail.wallet.newPerson();
    const { id } = await deposit(person);
    const { control } = rail.provider;
    const payment = paymentOf(id);
    control.pay(payment.id, { amount: '0.0004' });
    await rail.settle();
    expect(await show(person, id)).toMatchObject({ status: 'partial', credited: 40_000n });
    control.redeposit(payment.id, '0.00007');
    await rail.settle();
    expect(await show(person, id)).toMatchObject({ status: 'partial', credited: 47_000n });
    expect(await balance(person)).toEqual([47_000n, 0n]);
  });

  test('more is credited too, and a re-deposit after the end', async () => {
    const person = await rail.wallet.newPerson();
    const { id } = await deposit(person);
    const payment = paymentOf(id);
    rail.provider.control.pay(payment.id, { amount: '0.0006' });
    rail.provider.control.redeposit(payment.id, '0.0001');
    await rail.settle();
    expect(await show(person, id)).toMatchObject({ status: 'completed', credited: 70_000n });
  });

  test.each([true, false])(
    'another asset (as a new payment: %s) is for an operator',
    async (asNewPayment) => {
      const person = await rail.wallet.newPerson();
      const { id } = await deposit(person);
      const payment = paymentOf(id);
      rail.provider.control.payWrongAsset(payment.id, { currency: 'trx', amount: '50', asNewPayment });
      await rail.settle();
      expect(await balance(person)).toEqual([0n, 0n]);
      const [review, ...others] = await reviewsOf(id);
      expect(others).toEqual([]);
      expect(review).toMatchObject({ reason: 'wrong_asset', received: '50 trx', status: 'open' });

      const operator = await rail.wallet.newOperator();
      const reviewId = review?.id ?? '';
      const decide = (scope = operator) =>
        resolveDepositReview(rail.services, scope, {
          reviewId,
          action: 'credit',
          note: 'worth five dollars on the day',
          amount: 5_000_000n,
          currency: 'USDC',
        });
      const own = await createTestOperator(rail.services.database.client, person, rail.wallet.clock.now());
      await expect(decide(own)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      const outcomes = await Promise.allSettled([decide(), decide(), decide()]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await balance(person, 'USDC')).toEqual([5_000_000n, 0n]);
      await expect(decide()).rejects.toMatchObject({ code: 'DEPOSIT_REVIEW_STATE' });
    },
  );

  test('what the provider gave back before an operator decided is not credited', async () => {
    const person = await rail.wallet.newPerson();
    const operator = await rail.wallet.newOperator();
    const { control } = rail.provider;
    const credit = (reviewId = '') =>
      resolveDepositReview(rail.services, operator, {
        reviewId,
        action: 'credit',
        note: 'worth five dollars on the day',
        amount: 5_000_000n,
        currency: 'USDC',
        personId: person.personId,
      });
    const { id } = await deposit(person);
    control.payWrongAsset(paymentOf(id).id, { currency: 'trx', amount: '50', asNewPayment: false });
    await rail.settle();
    const [review] = await reviewsOf(id);
    control.setStatus(paymentOf(id).id, 'refunded');
    await rail.settle();
    await expect(credit(review?.id)).rejects.toMatchObject({ code: 'DEPOSIT_REVIEW_STATE' });

    const { url, apiKey } = rail.provider;
    const client = createNowPayments({ url, apiKey, clock: rail.wallet.clock, timeoutMs: 5_000 });
    const order = { orderId: 'of-nobody', ipnCallbackUrl: rail.webhookUrl };
    const unknown = await client.createPayment(newPayment(order));
    control.pay(unknown.id);
    await rail.settle();
    control.setStatus(unknown.id, 'refunded');
    await rail.settle();
    const open = (await reviewsOf(null)).find(
      ({ reference, reason }) => reference === unknown.id && reason === 'unknown_payment',
    );
    expect(open).toBeDefined();
    await expect(credit(open?.id)).rejects.toMatchObject({ code: 'DEPOSIT_REVIEW_STATE' });
    expect(await balance(person, 'USDC')).toEqual([0n, 0n]);
  });

  test('a payment of nobody is kept for an operator, who says whose it is', async () => {
    const { url, apiKey, control } = rail.provider;
    const { clock } = rail.wallet;
    const client = createNowPayments({ url, apiKey, clock, timeoutMs: 5_000 });
    const order = { orderId: 'somewhere-else', ipnCallbackUrl: rail.webhookUrl };
    const payment = await client.createPayment(newPayment(order));
    control.pay(payment.id);
    await rail.settle();
    const [review] = (await reviewsOf(null)).filter(({ reference }) => reference === payment.id);
    expect(review).toMatchObject({ reason: 'unknown_payment', received: '0.0005 btc' });
    const person = await rail.wallet.newPerson();
    const operator = await rail.wallet.newOperator();
    const decision = {
      reviewId: review?.id ?? '',
      action: 'credit',
      note: 'told by mail',
      amount: ASKED,
    } as const;
    await expect(
      resolveDepositReview(rail.services, operator, { ...decision, currency: 'BTC', personId: 'person_x' }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await resolveDepositReview(rail.services, operator, {
      ...decision,
      currency: 'BTC',
      personId: person.personId,
    });
    expect(await balance(person)).toEqual([ASKED, 0n]);
  });

  test('nobody pays: it fails or expires, and late money is credited all the same', async () => {
    const person = await rail.wallet.newPerson();
    const [failed, expired] = [await deposit(person), await deposit(person)];
    rail.provider.control.setStatus(paymentOf(failed.id).id, 'failed');
    rail.provider.control.setStatus(paymentOf(expired.id).id, 'expired');
    await rail.settle();
    expect((await show(person, failed.id)).status).toBe('failed');
    expect((await show(person, expired.id)).status).toBe('expired');
    const late = paymentOf(expired.id);
    late.actuallyPaid = late.payAmount;
    rail.provider.control.setStatus(late.id, 'finished');
    await rail.settle();
    expect(await show(person, expired.id)).toMatchObject({ status: 'completed', credited: ASKED });
  });

  test('one that nobody ever says anything of expires by itself', async () => {
    const person = await rail.wallet.newPerson();
    const { id } = await deposit(person);
    rail.provider.control.fault('GET /payment/:id', { status: 404 }, { times: 1_000 });
    rail.wallet.clock.advanceBy(9 * 24 * 60 * MINUTES);
    await followDeposits(rail.services);
    expect(await show(person, id)).toMatchObject({ status: 'expired', nextCheckAt: null });
  });
});

describe('a refund after the money was credited', () => {
  test('takes it back, once', async () => {
    const person = await rail.wallet.newPerson();
    const { id } = await deposit(person);
    const { control } = rail.provider;
    control.pay(paymentOf(id).id);
    await rail.settle();
    control.setStatus(paymentOf(id).id, 'refunded');
    control.setStatus(paymentOf(id).id, 'finished');
    control.setIpn({ delivery: 'twice' });
    control.setStatus(paymentOf(id).id, 'refunded');
    await rail.settle();
    expect(await show(person, id)).toMatchObject({ status: 'refunded', credited: 0n });
    expect(await balance(person)).toEqual([0n, 0n]);
  });

  test('of money that is spent waits for an operator, and is collected once it is there again', async () => {
    const person = await rail.wallet.newPerson();
    const { id } = await deposit(person);
    rail.provider.control.pay(paymentOf(id).id);
    await rail.settle();
    // Not spent but locked, which is as good as gone.
    const unlock = await lockSome(rail.services, person, 'BTC', 1n);
    rail.provider.control.setStatus(paymentOf(id).id, 'refunded');
    await rail.settle();
    expect(await show(person, id)).toMatchObject({ status: 'refunded', credited: ASKED });
    const [review] = await reviewsOf(id);
    expect(review).toMatchObject({ reason: 'refund_not_covered', status: 'open' });
    const operator = await rail.wallet.newOperator();
    const reviewId = review?.id ?? '';
    const collect = { reviewId, action: 'collect', note: 'agreed by phone' } as const;
    await expect(
      resolveDepositReview(rail.services, operator, { ...collect, action: 'credit', amount: 1n }),
    ).rejects.toMatchObject({ code: 'DEPOSIT_REVIEW_STATE' });
    await expect(resolveDepositReview(rail.services, operator, collect)).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
    });
    await unlock();
    await resolveDepositReview(rail.services, operator, collect);
    expect(await show(person, id)).toMatchObject({ status: 'refunded', credited: 0n });
    expect(await balance(person)).toEqual([0n, 0n]);
  });
});

test('a payment that failed after it was credited is collected, never credited again', async () => {
  const person = await rail.wallet.newPerson();
  const { id } = await deposit(person);
  rail.provider.control.pay(paymentOf(id).id);
  await rail.settle();
  rail.provider.control.setStatus(paymentOf(id).id, 'failed');
  await rail.settle();
  const [review] = await reviewsOf(id);
  expect(review).toMatchObject({ reason: 'failed_after_booking', status: 'open' });
  const operator = await rail.wallet.newOperator();
  const decision = { reviewId: review?.id ?? '', note: 'the provider has nothing' };
  await expect(
    resolveDepositReview(rail.services, operator, { ...decision, action: 'credit', amount: 1n }),
  ).rejects.toMatchObject({ code: 'DEPOSIT_REVIEW_STATE' });
  await resolveDepositReview(rail.services, operator, { ...decision, action: 'collect' });
  expect(await balance(person)).toEqual([0n, 0n]);
  rail.provider.control.setStatus(paymentOf(id).id, 'finished');
  await rail.settle();
  expect(await show(person, id)).toMatchObject({ credited: 0n });
  expect(await balance(person)).toEqual([0n, 0n]);
});

test('whatever comes in whatever order, doubled or not, is credited exactly once', async () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('pay' as const), sats: fc.integer({ min: 1, max: 90_000 }) }),
    fc.record({ kind: fc.constant('redeposit' as const), sats: fc.integer({ min: 1, max: 90_000 }) }),
    fc.record({ kind: fc.constant('ask' as const), sats: fc.constant(0) }),
  );
  const decimal = (sats: number) => `0.${String(sats).padStart(8, '0')}`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      async (actions, numbers) => {
        const person = await rail.wallet.newPerson();
        const { id } = await deposit(person);
        const { control } = rail.provider;
        const from = control.sentIpns.length;
        control.setIpn({ delivery: 'held' });
        const payment = paymentOf(id);
        let expected = 0;
        for (const { kind, sats } of actions) {
          if (kind === 'ask') {
            rail.wallet.clock.advanceBy(2 * 60 * MINUTES);
            await followDeposits(rail.services);
          } else {
            if (kind === 'pay') control.pay(payment.id, { amount: decimal(sats) });
            else control.redeposit(payment.id, decimal(sats));
            expected += sats;
          }
        }
        const count = control.sentIpns.length - from;
        const order = Array.from({ length: count }, (_, index) => ({ index, at: numbers.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ index }) => index);
        control.releaseIpns([...order, ...order.slice(0, 3)]);
        await Promise.all([control.settled(), followDeposits(rail.services)]);
        await rail.settle();
        expect(await balance(person)).toEqual([BigInt(expected), 0n]);
        expect((await show(person, id)).credited).toBe(BigInt(expected));
      },
    ),
    { numRuns: 15 },
  );
});
