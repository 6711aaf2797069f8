import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSchema } from '../../api/schema.ts';
import { payInvoice } from '../../billing/collection/pay-invoice.ts';
import { createAsk } from '../../billing/testing/ask.ts';
import { createTestBilling, type TestBilling, type TestServices } from '../../billing/testing.ts';
import type { PersonScope } from '../../identity/index.ts';
import { checkLedger } from '../../ledger/index.ts';
import { balancesOf } from '../../wallet/index.ts';
import { openTestInvoice } from '../testing/open-test-invoice.ts';
import { createBalanceRail } from './index.ts';
import { fundPerson } from './testing.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let services: TestServices;
let ask: ReturnType<typeof createAsk>;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url, { poolSize: 10 });
  const balance = createBalanceRail(billing.services);
  services = { ...billing.services, rails: { ...billing.services.rails, balance } };
  ask = createAsk(services, buildSchema());
});
afterAll(async () => {
  expect((await checkLedger(billing.database)).failed).toBeNull();
  await billing.database.close();
  await testDatabase.drop();
});

const WITHDRAW = `mutation ($input: WithdrawMerchantBalanceInput!) {
  withdrawMerchantBalance(input: $input) { currency available } }`;
const BALANCES = `query ($m: ID!) { merchantBalances(merchantId: $m) { currency available } }`;

/** Pays the merchant 25,000 satoshi out of somebody's wallet. */
async function earn() {
  const payer = await billing.newPerson();
  await fundPerson(billing, payer, 'BTC', 25_000n);
  const { key } = await openTestInvoice(billing, payer);
  await payInvoice(services, payer, { ...key, rail: 'balance', idempotencyKey: 'pay' });
}

const withdraw = (who: PersonScope | null, idempotencyKey: string, amount = '10000', currency = 'BTC') => {
  const { merchantId } = billing.merchant;
  return ask(who, WITHDRAW, { input: { merchantId, currency, amount, idempotencyKey } });
};
const walletOf = async (person: PersonScope) =>
  (await balancesOf(billing.database.client, person)).find(({ currency }) => currency === 'BTC')?.total ?? 0n;
const left = async () =>
  (await ask(billing.owner, BALANCES, { m: billing.merchant.merchantId })).merchantBalances;

test('an owner takes out what the merchant was paid here, once however often the same is asked', async () => {
  expect(await left()).toEqual([]);
  await earn();
  expect(await left()).toEqual([{ currency: 'BTC', available: '25000' }]);
  const { owner } = billing;
  await Promise.all([withdraw(owner, 'w-1'), withdraw(owner, 'w-1'), withdraw(owner, 'w-1')]);
  expect(await withdraw(owner, 'w-1')).toEqual({
    withdrawMerchantBalance: [{ currency: 'BTC', available: '15000' }],
  });
  expect(await walletOf(owner)).toBe(10_000n);
  await expect(withdraw(owner, 'w-1', '9999')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  const audit = await billing.database.client.auditEntry.findMany({
    where: { merchantId: billing.merchant.merchantId, action: 'merchant_balance.withdrawn' },
  });
  expect(audit).toMatchObject([
    { actorId: owner.personId, details: { currency: 'BTC', amount: '10000', personId: owner.personId } },
  ]);
});

test('no more than there is, and nothing less than something', async () => {
  const { owner } = billing;
  const before = await left();
  await expect(withdraw(owner, 'w-2', '15001')).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
  for (const amount of ['0', '-1']) {
    await expect(withdraw(owner, 'w-3', amount)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
  await expect(withdraw(owner, 'w-4', '1', 'NOPE')).rejects.toMatchObject({ code: 'CURRENCY_UNKNOWN' });
  const tries = await Promise.allSettled(['a', 'b', 'c'].map((key) => withdraw(owner, key)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(before).toEqual([{ currency: 'BTC', available: '15000' }]);
  expect(await left()).toEqual([{ currency: 'BTC', available: '5000' }]);
});

test('nobody but an owner takes money out', async () => {
  const { merchantId } = billing.merchant;
  const admin = await billing.newPerson();
  await billing.database.client.merchantMember.create({
    data: { merchantId, personId: admin.personId, role: 'admin', createdAt: billing.clock.now() },
  });
  await expect(withdraw(admin, 'x', '1')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(withdraw(await billing.newPerson(), 'x', '1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(withdraw(null, 'x', '1')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect((await ask(admin, BALANCES, { m: merchantId })).merchantBalances).toHaveLength(1);
  await expect(ask(await billing.newPerson(), BALANCES, { m: merchantId })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
