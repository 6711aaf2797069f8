import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adjustCredit } from '../../../../backend/src/billing/credit/adjust-credit.ts';
import { createTestInvoices } from '../../../../backend/src/billing/invoices/testing.ts';
import { createTestBilling, type TestBilling } from '../../../../backend/src/billing/testing.ts';
import { newId } from '../../../../backend/src/platform/ids.ts';
import { openShop } from '../api/shop.ts';
import { countLosses, type Losses } from './audit.ts';

const NONE: Losses = {
  renewalsLost: 0,
  renewalsDoubled: 0,
  webhooksLost: 0,
  creditsLost: 0,
  creditsDoubled: 0,
  ledgerDifference: 0,
  ledgerFaults: 0,
};

let testDatabase: TestDatabase;
let billing: TestBilling;
/** What clients and receivers know, and a database that agrees with it. */
let due: string[];
let credited: Map<string, bigint>;
let messages: Map<string, number>;
let customerId: string;

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await billing.database.pool.query<Row>(text, [...values])).rows;

const give = (reason: string, amount: bigint) =>
  adjustCredit(billing.services, billing.merchant, { customerId, amount, currency: 'USD', reason });

/** Has a subscription's invoices be for other periods than the one that was due. */
const moveRenewals = (subscriptionId: string | undefined) =>
  sql(`UPDATE invoices SET period_start = period_start + interval '1 day' WHERE subscription_id = $1`, [
    subscriptionId,
  ]);

/** Counts at once: nothing is under way. */
const counted = () => countLosses(billing.database, { due, credited, receiver: { messages } }, 0);

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  const { merchantId } = await openShop(billing.database, billing.services.config, 4);
  // Renewed: of each subscription one invoice is for the period after the one that is paid.
  const renewed = await sql<{ id: string }>(
    `UPDATE invoices i SET period_start = s.paid_through
     FROM subscriptions s, (SELECT DISTINCT ON (subscription_id) id FROM invoices WHERE merchant_id = $1 ORDER BY subscription_id, id) one
     WHERE i.id = one.id AND s.id = i.subscription_id RETURNING s.id`,
    [merchantId],
  );
  due = renewed.map(({ id }) => id);
  ({ customerId } = await createTestInvoices(billing).newCustomer());
  credited = new Map([
    ['gift 1', 5n],
    ['gift 2', 5n],
    ['gift 3', 7n],
  ]);
  for (const [reason, amount] of credited) await give(reason, amount);
  messages = new Map([
    [newId('webhookMessage'), 1],
    [newId('webhookMessage'), 2],
  ]);
  for (const id of messages.keys()) {
    await sql(
      `INSERT INTO webhook_messages (merchant_id, id, type, subject_id, position, event_data, payload, occurred_at, created_at)
       VALUES ($1, $2, 'invoice.paid', 'inv', 1, '{}', '{}', now(), now())`,
      [merchantId, id],
    );
  }
});
afterEach(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

test('nothing is counted where nothing is missing; a message that came twice is no loss', async () => {
  expect(due).toHaveLength(4);
  expect(await counted()).toEqual(NONE);
});

test('a renewal that did not happen is counted', async () => {
  await moveRenewals(due[0]);
  expect(await counted()).toEqual({ ...NONE, renewalsLost: 1 });
});

test('a renewal that happened three times is counted, also where another did not happen', async () => {
  await sql('DROP INDEX invoices_one_renewal');
  await sql(
    `UPDATE invoices i SET period_start = s.paid_through FROM subscriptions s
     WHERE s.id = i.subscription_id AND s.id = $1`,
    [due[0]],
  );
  expect(await counted()).toEqual({ ...NONE, renewalsDoubled: 2 });
  await moveRenewals(due[1]);
  expect(await counted()).toEqual({ ...NONE, renewalsDoubled: 2, renewalsLost: 1 });
});

test('a webhook that never came is counted', async () => {
  const [id = ''] = messages.keys();
  messages.delete(id);
  expect(await counted()).toEqual({ ...NONE, webhooksLost: 1 });
});

test('money that was promised and not given is counted, and money that was given twice', async () => {
  credited.set('gift 4', 11n);
  expect(await counted()).toEqual({ ...NONE, creditsLost: 1, ledgerDifference: -11 });
  credited.delete('gift 4');
  await give('gift 3', 7n);
  expect(await counted()).toEqual({ ...NONE, creditsDoubled: 1, ledgerDifference: 7 });
});

test('what was lost does not hide what was doubled', async () => {
  credited.set('gift 4', 5n);
  await give('gift 1', 5n);
  expect(await counted()).toEqual({ ...NONE, creditsLost: 1, creditsDoubled: 1 });
});

test('a balance that no entry accounts for is a difference and a fault of the ledger', async () => {
  await sql('ALTER TABLE ledger_accounts DISABLE TRIGGER ledger_accounts_door');
  await sql(`UPDATE ledger_accounts SET balance = balance + 1 WHERE kind = 'credit'`);
  await sql('ALTER TABLE ledger_accounts ENABLE ALWAYS TRIGGER ledger_accounts_door');
  expect(await counted()).toEqual({ ...NONE, ledgerDifference: 1, ledgerFaults: 1 });
});

test('it counts again until what is under way has come', async () => {
  await sql('UPDATE events SET dispatched_at = now() WHERE dispatched_at IS NULL');
  let asked = 0;
  const coming = new Map(messages);
  coming.has = (id) => ++asked > messages.size && messages.has(id);
  const expected = { due, credited, receiver: { messages: coming } };
  expect(await countLosses(billing.database, expected, 60_000)).toEqual(NONE);
  expect(asked).toBe(2 * messages.size);
});
