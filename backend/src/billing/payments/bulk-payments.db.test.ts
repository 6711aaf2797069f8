import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createTestBilling, mintReport, randomAddress, type TestBilling } from '../testing.ts';
import type { PaymentNews } from './payment.ts';
import { recordForeignPayments } from './record-foreign-payments.ts';
import { reportPayments } from './report-payments.ts';

const COUNT = 1_000;

let testDatabase: TestDatabase;
let billing: TestBilling;
const statements: string[] = [];
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url, { onQuery: (sql) => statements.push(sql) });
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

/** The statements of one database transaction, its BEGIN and COMMIT left out. */
async function statementsOf(work: () => Promise<void>): Promise<number> {
  const before = statements.length;
  await work();
  return statements.slice(before).filter((sql) => !/^(BEGIN|COMMIT|SET)/i.test(sql)).length;
}

test(`${COUNT} payments are seen, confirmed, settled and taken back in a few statements each`, async () => {
  const { merchantId } = billing.merchant;
  const planId = await billing.newActivePlan();
  const payments = Array.from({ length: COUNT }, () => ({
    rail: 'charms' as const,
    merchantId,
    planId,
    address: randomAddress(),
    transactionId: newId('transaction'),
    amountSats: 25_000n,
    units: 1n,
    flag: null,
  }));
  const { database, clock } = billing;
  const confirmedAt = clock.now();
  const report = (news: PaymentNews) =>
    statementsOf(() => {
      const inBlock = news === 'confirmed' || news === 'settled' ? confirmedAt : null;
      const reports = payments.map(({ transactionId }) =>
        mintReport(merchantId, transactionId, { confirmedAt: inBlock }),
      );
      return database.transaction((tx) => reportPayments(tx, clock.now(), news, reports));
    });

  const seen = await statementsOf(() =>
    database.transaction((tx) => recordForeignPayments(tx, clock.now(), payments)),
  );
  expect(seen).toBeLessThanOrEqual(13);
  expect(await report('confirmed')).toBeLessThanOrEqual(4);
  expect(await report('settled')).toBeLessThanOrEqual(21);
  expect(await database.client.subscription.count({ where: { status: 'active', paidPeriods: 1 } })).toBe(
    COUNT,
  );
  expect(await report('unconfirmed')).toBeLessThanOrEqual(19);
  expect(await database.client.subscription.count({ where: { status: 'incomplete' } })).toBe(COUNT);
});
