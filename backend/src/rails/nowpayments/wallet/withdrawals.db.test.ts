import { describe, expect, test } from 'vitest';
import { listAudit, setLimit } from '../../../compliance/index.ts';
import type { OperatorScope, PersonScope } from '../../../identity/index.ts';
import { createTestOperator } from '../../../identity/testing.ts';
import { approveWithdrawal } from '../../../wallet/withdrawals/approve-withdrawal.ts';
import { cancelWithdrawal } from '../../../wallet/withdrawals/cancel-withdrawal.ts';
import { reconcileWithdrawal } from '../../../wallet/withdrawals/reconcile-withdrawal.ts';
import { rejectWithdrawal } from '../../../wallet/withdrawals/reject-withdrawal.ts';
import { requestWithdrawal } from '../../../wallet/withdrawals/request-withdrawal.ts';
import { sendWithdrawal } from '../../../wallet/withdrawals/send-withdrawal.ts';
import { followWithdrawals } from '../../../wallet/withdrawals/send-withdrawals.job.ts';
import { showWithdrawal } from '../../../wallet/withdrawals/show-withdrawal.ts';
import { useTestRail } from './testing.ts';

const rail = useTestRail({
  WALLET_WITHDRAWAL_FEE_BPS: '50',
  WALLET_WITHDRAWAL_FEES: 'BTC:1000',
  WALLET_FOUR_EYES: 'BTC:5000000',
});
const ADDRESS = 'bcrt1qft5p2uhsdcdc3l2ua4ap5qqfg4pjaqlp250x7';
const FUNDS = 10_000_000n;
const AMOUNT = 1_000_000n;
const FEE = 6_000n;
const MINUTES = 60_000;
let keys = 0;

const show = (person: PersonScope, id: string) => showWithdrawal(rail.services.database.client, person, id);
const balance = (person: PersonScope) => rail.wallet.balance(person, 'BTC');
const payoutsOf = (id: string) =>
  rail.provider.control.payouts.filter(({ uniqueExternalId }) => uniqueExternalId === id);
const payoutOf = (id: string) => {
  const [payout, ...others] = payoutsOf(id);
  if (!payout || others.length > 0) throw new Error(`there are ${others.length} payouts too many`);
  return payout;
};

async function funded(): Promise<PersonScope> {
  const person = await rail.wallet.newPerson();
  await rail.wallet.fund(person, 'BTC', FUNDS);
  return person;
}

async function request(person: PersonScope, amount = AMOUNT): Promise<string> {
  const { withdrawalId } = await requestWithdrawal(rail.services, person, {
    asset: 'btc',
    amount,
    address: ADDRESS,
    idempotencyKey: `key-${++keys}`,
  });
  return withdrawalId;
}

/** Approved and not yet worked off. */
async function approved(): Promise<{ person: PersonScope; id: string }> {
  const person = await funded();
  const id = await request(person);
  await approveWithdrawal(rail.services, await rail.wallet.newOperator(), id);
  return { person, id };
}

async function follow(minutes: number): Promise<void> {
  rail.wallet.clock.advanceBy(minutes * MINUTES);
  await followWithdrawals(rail.services);
}

async function expectCompleted(person: PersonScope, id: string): Promise<void> {
  expect(await show(person, id)).toMatchObject({ status: 'completed', nextCheckAt: null, problem: null });
  expect(await balance(person)).toEqual([FUNDS - AMOUNT - FEE, 0n]);
}

async function expectLocked(person: PersonScope): Promise<void> {
  expect(await balance(person)).toEqual([FUNDS - AMOUNT - FEE, AMOUNT + FEE]);
}

describe('a withdrawal', () => {
  test('is locked, approved, sent, and paid for once the provider has paid', async () => {
    const custody = await rail.wallet.platformBalance('custody', 'BTC');
    const fees = await rail.wallet.platformBalance('fees', 'BTC');
    const { person, id } = await approved();
    expect(await show(person, id)).toMatchObject({ status: 'approved', fee: FEE, approvalsNeeded: 1 });
    await expectLocked(person);
    await rail.settle();
    expect((await show(person, id)).status).toBe('sent');
    expect(payoutOf(id)).toMatchObject({ status: 'PROCESSING', amount: '0.01', address: ADDRESS });
    await expectLocked(person);

    rail.provider.control.setIpn({ delivery: 'twice' });
    rail.provider.control.setPayoutStatus(payoutOf(id).id, 'FINISHED');
    rail.provider.control.setPayoutStatus(payoutOf(id).id, 'SENDING');
    await rail.settle();
    await expectCompleted(person, id);
    expect((await show(person, id)).networkTxid).toBe(payoutOf(id).hash);
    expect(await rail.wallet.platformBalance('custody', 'BTC')).toBe(custody + AMOUNT);
    expect(await rail.wallet.platformBalance('fees', 'BTC')).toBe(fees + FEE);
  });

  test('an approval whose answer was lost may be given again, by who gave it and nobody else', async () => {
    const id = await request(await funded());
    const operator = await rail.wallet.newOperator();
    await approveWithdrawal(rail.services, operator, id);
    await approveWithdrawal(rail.services, operator, id);
    const state = { code: 'WITHDRAWAL_STATE' };
    const other = await rail.wallet.newOperator();
    await expect(approveWithdrawal(rail.services, other, id)).rejects.toMatchObject(state);
    await rejectWithdrawal(rail.services, other, id, 'no');
    await expect(approveWithdrawal(rail.services, operator, id)).rejects.toMatchObject(state);
  });

  test('a payout that comes into being after the money was given back is not let go', async () => {
    const { person, id } = await approved();
    const { payoutProvider } = rail.services;
    if (!payoutProvider) throw new Error('no provider');
    const operator = await rail.wallet.newOperator();
    const create: typeof payoutProvider.create = async (payout) => {
      // This process sleeps; others find that the provider has nothing, and an operator gives the money back.
      await follow(180);
      await rejectWithdrawal(rail.services, operator, id, 'too late');
      return payoutProvider.create(payout);
    };
    await sendWithdrawal({ ...rail.services, payoutProvider: { ...payoutProvider, create } }, id);
    expect(payoutOf(id).status).toBe('WAITING');
    const { problem, status } = await show(person, id);
    expect([status, problem]).toEqual([
      'rejected',
      expect.stringContaining('although the money was given back'),
    ]);
    expect(await balance(person)).toEqual([FUNDS, 0n]);
  });

  test('asked for ten times at once under one key is locked once', async () => {
    const person = await funded();
    const input = { asset: 'btc', amount: AMOUNT, address: ADDRESS, idempotencyKey: 'same' };
    const asked = await Promise.all(
      Array.from({ length: 10 }, () => requestWithdrawal(rail.services, person, input)),
    );
    expect(new Set(asked.map(({ withdrawalId }) => withdrawalId)).size).toBe(1);
    await expectLocked(person);
    await expect(requestWithdrawal(rail.services, person, { ...input, amount: 1n })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(
      requestWithdrawal(rail.services, person, { ...input, amount: AMOUNT + 100n }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('is refused in what is not paid out, to no address, beyond money and limit, without a provider', async () => {
    const person = await funded();
    const operator = await rail.wallet.newOperator();
    const ask = (changes: object, services = rail.services) =>
      requestWithdrawal(services, person, {
        asset: 'btc',
        amount: AMOUNT,
        address: ADDRESS,
        idempotencyKey: `refused-${++keys}`,
        ...changes,
      });
    await expect(ask({ asset: 'gold' })).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'asset' });
    await expect(ask({ address: 'nowhere' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      field: 'address',
    });
    await expect(ask({ amount: 150n })).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'amount' });
    await expect(ask({ amount: 0n })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(ask({ amount: FUNDS })).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
    await expect(ask({}, { ...rail.services, payoutProvider: undefined })).rejects.toMatchObject({
      code: 'WITHDRAWALS_UNAVAILABLE',
    });
    const limit = { operation: 'withdrawal', currency: 'BTC', perOnce: null } as const;
    await setLimit(rail.services, operator, { ...limit, perDay: AMOUNT });
    const first = await request(person);
    await expect(ask({ amount: 100n })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await cancelWithdrawal(rail.services, person, first);
    await request(person);
    await setLimit(rail.services, operator, { ...limit, perDay: null });
    await expectLocked(person);
  });

  test('is called off or rejected before it is sent, and the money is back', async () => {
    const person = await funded();
    const other = await rail.wallet.newPerson();
    const operator = await rail.wallet.newOperator();
    const first = await request(person);
    await expect(cancelWithdrawal(rail.services, other, first)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(show(other, first)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await Promise.all([1, 2, 3].map(() => cancelWithdrawal(rail.services, person, first)));
    expect(await balance(person)).toEqual([FUNDS, 0n]);
    await expect(approveWithdrawal(rail.services, operator, first)).rejects.toMatchObject({
      code: 'WITHDRAWAL_STATE',
    });

    const second = await request(person);
    await approveWithdrawal(rail.services, operator, second);
    await expect(cancelWithdrawal(rail.services, person, second)).rejects.toMatchObject({
      code: 'WITHDRAWAL_STATE',
    });
    await rejectWithdrawal(rail.services, operator, second, 'looks stolen');
    expect(await show(person, second)).toMatchObject({ status: 'rejected', problem: 'looks stolen' });
    await rail.settle();
    expect(payoutsOf(second)).toEqual([]);
    expect(await balance(person)).toEqual([FUNDS, 0n]);
  });

  test('leaves a trace of who decided what', async () => {
    const person = await funded();
    const operator = await rail.wallet.newOperator();
    const id = await request(person);
    await approveWithdrawal(rail.services, operator, id);
    await rejectWithdrawal(rail.services, operator, id, 'second thoughts');
    const page = { first: 10, take: 11, beforeId: undefined };
    const entries = await listAudit(rail.services.database.client, operator, page, { subjectId: id });
    expect(entries.map(({ action, actor }) => [action, actor.kind])).toEqual([
      ['withdrawal.rejected', 'operator'],
      ['withdrawal.approved', 'operator'],
      ['withdrawal.requested', 'person'],
    ]);
  });
});

describe('approval', () => {
  const LARGE = 5_000_100n;

  test('above the bound takes two different operators', async () => {
    const person = await funded();
    const id = await request(person, LARGE);
    const [one, two] = [await rail.wallet.newOperator(), await rail.wallet.newOperator()];
    await Promise.all([1, 2, 3].map(() => approveWithdrawal(rail.services, one, id)));
    await rail.settle();
    expect(await show(person, id)).toMatchObject({ status: 'requested', approvalsNeeded: 2 });
    expect(payoutsOf(id)).toEqual([]);
    await approveWithdrawal(rail.services, two, id);
    await rail.settle();
    expect((await show(person, id)).status).toBe('sent');
  });

  test('of an operator who was removed since does not count', async () => {
    const id = await request(await funded(), LARGE);
    const { database } = rail.services;
    const removed = await rail.wallet.newOperator();
    await approveWithdrawal(rail.services, removed, id);
    await database.client.operator.delete({ where: { personId: removed.personId } });
    const status = async () => (await database.client.withdrawal.findUnique({ where: { id } }))?.status;
    await approveWithdrawal(rail.services, await rail.wallet.newOperator(), id);
    expect(await status()).toBe('requested');
    await approveWithdrawal(rail.services, await rail.wallet.newOperator(), id);
    expect(await status()).toBe('approved');
  });

  test('is never the requester’s own, not even in the database', async () => {
    const person = await funded();
    const { database } = rail.services;
    const self = await createTestOperator(database.client, person, rail.wallet.clock.now());
    const id = await request(person);
    const own = { code: 'WITHDRAWAL_OWN' };
    await expect(approveWithdrawal(rail.services, self, id)).rejects.toMatchObject(own);
    await expect(rejectWithdrawal(rail.services, self, id, 'mine')).rejects.toMatchObject(own);
    const row = { withdrawalId: id, operatorId: person.personId, at: new Date() };
    await expect(database.client.withdrawalApproval.create({ data: row })).rejects.toThrow();
    await expect(
      database.client.withdrawal.update({ where: { id }, data: { status: 'approved' } }),
    ).rejects.toThrow();
  });

  test('by many at once, and sending by many at once, is one payout', async () => {
    const person = await funded();
    const id = await request(person);
    const operators: OperatorScope[] = [];
    for (let i = 0; i < 5; i++) operators.push(await rail.wallet.newOperator());
    await Promise.allSettled(operators.map((operator) => approveWithdrawal(rail.services, operator, id)));
    await Promise.all([1, 2, 3, 4, 5].map(() => sendWithdrawal(rail.services, id)));
    await rail.settle();
    expect(payoutsOf(id)).toHaveLength(1);
    await follow(10);
    expect((await show(person, id)).status).toBe('sent');
  });
});

describe('the payout', () => {
  test.each(['FAILED', 'REJECTED'] as const)(
    'that ends as %s gives the money back and says why',
    async (status) => {
      const { person, id } = await approved();
      await rail.settle();
      rail.provider.control.setPayoutStatus(payoutOf(id).id, status, 'no liquidity');
      await rail.settle();
      expect(await show(person, id)).toMatchObject({
        status: 'failed',
        problem: expect.stringContaining('no liquidity'),
      });
      expect(await balance(person)).toEqual([FUNDS, 0n]);
    },
  );

  test('that is refused gives the money back', async () => {
    rail.provider.control.fault('POST /payout', { status: 400, body: { message: 'amount too small' } });
    const { person, id } = await approved();
    await rail.settle();
    expect(await show(person, id)).toMatchObject({ status: 'failed', problem: 'amount too small' });
    expect(await balance(person)).toEqual([FUNDS, 0n]);
  });

  test('that certainly was not made is asked for again, and can be rejected meanwhile', async () => {
    rail.provider.control.fault('POST /payout', { status: 429 });
    const { person, id } = await approved();
    await rail.settle();
    expect(await show(person, id)).toMatchObject({ status: 'approved', attempts: 1 });
    await expectLocked(person);
    await follow(3);
    expect((await show(person, id)).status).toBe('sent');
    expect(payoutsOf(id)).toHaveLength(1);
  });

  test('whose answer was lost stays locked until it is found, and is not doubled', async () => {
    rail.provider.control.fault('POST /payout', 'drop', { afterEffect: true });
    const { person, id } = await approved();
    await rail.settle();
    expect((await show(person, id)).status).toBe('unknown');
    await expectLocked(person);
    rail.provider.control.fault('GET /payout', 'drop', { times: 1_000 });
    await follow(3);
    expect((await show(person, id)).status).toBe('unknown');
    rail.provider.control.clearFaults();
    await follow(10);
    expect((await show(person, id)).status).toBe('sent');
    rail.provider.control.setPayoutStatus(payoutOf(id).id, 'FINISHED');
    await rail.settle();
    await expectCompleted(person, id);
  });

  test('that was never made is asked for again only when it cannot appear any more', async () => {
    rail.provider.control.fault('POST /payout', 'drop');
    const { person, id } = await approved();
    await rail.settle();
    expect((await show(person, id)).status).toBe('unknown');
    for (let i = 0; i < 10; i++) await follow(10);
    expect((await show(person, id)).status).toBe('unknown');
    expect(payoutsOf(id)).toEqual([]);
    await expectLocked(person);
    for (let i = 0; i < 5; i++) await follow(40);
    expect((await show(person, id)).status).toBe('sent');
    expect(payoutsOf(id)).toHaveLength(1);
  });

  test.each([true, false])(
    'whose confirmation was lost (done: %s) goes its way once',
    async (afterEffect) => {
      rail.provider.control.fault('POST /payout/:id/verify', 'drop', { afterEffect });
      const { person, id } = await approved();
      await rail.settle();
      // The provider may have told us meanwhile.
      expect((await show(person, id)).status).toBe(afterEffect ? 'sent' : 'unknown');
      await follow(10);
      expect((await show(person, id)).status).toBe('sent');
      rail.provider.control.setPayoutStatus(payoutOf(id).id, 'FINISHED');
      await rail.settle();
      await expectCompleted(person, id);
    },
  );

  test('that is never confirmed is given up by the provider, and the money is back', async () => {
    rail.provider.control.fault('POST /payout/:id/verify', { status: 400 }, { times: 1_000 });
    const { person, id } = await approved();
    await rail.settle();
    expect((await show(person, id)).status).toBe('sending');
    for (let i = 0; i < 5; i++) await follow(40);
    expect((await show(person, id)).status).toBe('failed');
    expect(await balance(person)).toEqual([FUNDS, 0n]);
  });

  test('of which we hear nothing is asked about', async () => {
    const { person, id } = await approved();
    rail.provider.control.setIpn({ delivery: 'lost' });
    await rail.settle();
    rail.provider.control.setPayoutStatus(payoutOf(id).id, 'FINISHED');
    await follow(10);
    await expectCompleted(person, id);
  });

  test('that nobody knows of is settled by another operator’s word, once', async () => {
    rail.provider.control.fault('POST /payout', 'drop', { times: 2 });
    const [paid, unpaid] = [await approved(), await approved()];
    await rail.settle();
    const operator = await rail.wallet.newOperator();
    const settle = (withdrawalId: string, isPaid: boolean, scope = operator) =>
      reconcileWithdrawal(rail.services, scope, { withdrawalId, paid: isPaid, reason: 'asked the provider' });
    const { database, clock } = rail.services;
    const self = await createTestOperator(database.client, paid.person, clock.now());
    await expect(settle(paid.id, false, self)).rejects.toMatchObject({ code: 'WITHDRAWAL_OWN' });
    const outcomes = await Promise.allSettled([
      settle(paid.id, true),
      settle(paid.id, false),
      settle(paid.id, true),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await settle(unpaid.id, false);
    expect(await balance(unpaid.person)).toEqual([FUNDS, 0n]);
    expect((await balance(paid.person))[1]).toBe(0n);
  });

  test('that contradicts what we know moves nothing and is shown', async () => {
    const { person, id } = await approved();
    await rail.settle();
    const { control } = rail.provider;
    control.setPayoutStatus(payoutOf(id).id, 'FAILED', 'network down');
    await rail.settle();
    control.setPayoutStatus(payoutOf(id).id, 'FINISHED');
    await rail.settle();
    expect(await show(person, id)).toMatchObject({
      status: 'failed',
      problem: expect.stringContaining('although the money was given back'),
    });
    expect(await balance(person)).toEqual([FUNDS, 0n]);
  });
});
