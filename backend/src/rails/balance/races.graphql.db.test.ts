import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
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

vi.setConfig({ testTimeout: 120_000 });

let testDatabase: TestDatabase;
let billing: TestBilling;
let services: TestServices;
let ask: ReturnType<typeof createAsk>;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url, { poolSize: 12 });
  const balance = createBalanceRail(billing.services);
  services = { ...billing.services, rails: { ...billing.services.rails, balance } };
  ask = createAsk(services, buildSchema());
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

const TOTAL = 25_000n;
const FUNDS = 60_000n;
const CREDIT = 9_000n;
const ROUNDS = 6;

const APPLY = `mutation ($id: ID!) { applyCredit(invoiceId: $id) { id } }`;
const VOID = `mutation ($id: ID!) { voidInvoice(invoiceId: $id) { id } }`;
const GIVE_UP = `mutation ($id: ID!) { markInvoiceUncollectible(invoiceId: $id) { id } }`;
const PAY = `mutation ($id: ID!, $key: String!) { payInvoiceFromBalance(invoiceId: $id, idempotencyKey: $key) { id } }`;
const ADJUST = `mutation ($i: AdjustCreditInput!) { adjustCredit(input: $i) { id } }`;
const WITHDRAW = `mutation ($i: WithdrawMerchantBalanceInput!) { withdrawMerchantBalance(input: $i) { available } }`;
const BALANCES = `query ($m: ID!) { merchantBalances(merchantId: $m) { currency available } }`;

const walletOf = async (person: PersonScope) =>
  (await balancesOf(billing.database.client, person)).find(({ currency }) => currency === 'BTC')?.total ?? 0n;
const heldByMerchant = async (): Promise<bigint> => {
  const { merchantBalances } = await ask(billing.owner, BALANCES, { m: billing.merchant.merchantId });
  return BigInt(merchantBalances[0]?.available ?? 0);
};

/** What may come at once, each asked twice, begun in the order of a seed. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const order = items.map((item, index) => [Math.sin(seed * 97 + index * 31) % 1, item] as const);
  return order.sort(([a], [b]) => a - b).map(([, item]) => item);
}

test('whatever is asked at once of an invoice, its payer and its merchant, money moves once', async () => {
  const {
    merchant: { merchantId },
    owner,
  } = billing;
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const payer = await billing.newPerson();
    await fundPerson(billing, payer, 'BTC', FUNDS);
    // What the merchant has to take out.
    const earlier = await openTestInvoice(billing, payer, { amount: 10_000n });
    await payInvoice(services, payer, { ...earlier.key, rail: 'balance', idempotencyKey: 'earlier' });
    const {
      key: { invoiceId: id },
    } = await openTestInvoice(billing, payer, { amount: TOTAL });
    const { customerId } = await billing.database.client.invoice.findFirstOrThrow({ where: { id } });
    await ask(owner, ADJUST, {
      i: { merchantId, customerId, amount: String(CREDIT), currency: 'BTC', reason: 'Sorry' },
    });
    const before = {
      payer: await walletOf(payer),
      owner: await walletOf(owner),
      merchant: await heldByMerchant(),
    };

    const deeds: [PersonScope, string, Record<string, unknown>][] = [
      [payer, APPLY, { id }],
      [owner, APPLY, { id }],
      [payer, PAY, { id, key: `same-${seed}` }],
      [payer, PAY, { id, key: `same-${seed}` }],
      [payer, PAY, { id, key: `other-${seed}` }],
      [owner, ADJUST, { i: { merchantId, customerId, amount: '-4000', currency: 'BTC', reason: 'Taken' } }],
      [owner, seed % 2 === 0 ? VOID : GIVE_UP, { id }],
      ...['a', 'a', 'b'].map((name): [PersonScope, string, Record<string, unknown>] => [
        owner,
        WITHDRAW,
        { i: { merchantId, currency: 'BTC', amount: '7000', idempotencyKey: `${name}-${seed}` } },
      ]),
    ];
    const results = await Promise.allSettled(
      shuffled(deeds, seed).map(([who, deed, input]) => ask(who, deed, input)),
    );
    const codes = results.flatMap((r) =>
      r.status === 'rejected' ? [r.reason.code ?? String(r.reason)] : [],
    );

    const invoice = await billing.database.client.invoice.findFirstOrThrow({ where: { id } });
    const paid = before.payer - (await walletOf(payer));
    const taken = (await walletOf(owner)) - before.owner;
    expect(before.payer + before.owner + before.merchant).toBe(
      (await walletOf(payer)) + (await walletOf(owner)) + (await heldByMerchant()),
    );
    // One key takes out once: at most two withdrawals of 7,000.
    expect([0n, 7_000n, 14_000n]).toContain(taken);
    expect(taken).toBeLessThanOrEqual(before.merchant + paid);
    expect(paid).toBeLessThanOrEqual(TOTAL);
    if (invoice.status === 'paid')
      expect(BigInt(invoice.paid.toFixed()) + BigInt(invoice.credit.toFixed())).toBe(TOTAL);
    expect((await checkLedger(billing.database)).failed).toBeNull();
    for (const code of codes) {
      expect(['INVOICE_STATE', 'INVOICE_NOT_PAYABLE', 'INSUFFICIENT_FUNDS', 'QUOTE_CHANGED']).toContain(code);
    }
  }
});
