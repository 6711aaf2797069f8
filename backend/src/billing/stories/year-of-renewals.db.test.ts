import { createTestDatabase } from '@charmbills/ops/testing';
import { expect, test } from 'vitest';
import { post } from '../../ledger/index.ts';
import { billingAccountIds, creditAccount, revenueAccount } from '../billing-accounts.ts';
import { createStory } from '../testing/story.ts';

const SUBSCRIBERS = 100;

test('a year of renewals of a hundred subscriptions passes in seconds', async () => {
  const testDatabase = await createTestDatabase();
  const story = await createStory(testDatabase.url, '2027-02-01T00:00:00Z');
  const { database, merchant, clock } = story;
  const { priceIds } = await story.plan('Reader', { amount: 1_000n });
  for (let i = 0; i < SUBSCRIBERS; i++) {
    // At ten different times.
    if (i % 10 === 0) await story.until(new Date(Date.parse('2027-02-01T00:00:00Z') + i * 3_600_000));
    const { show } = await story.subscriber(priceIds[0] ?? '');
    const { customerId } = await show();
    await database.transaction(async (tx) => {
      const [from = '', to = ''] = await billingAccountIds(tx, clock.now(), [
        revenueAccount(merchant.merchantId, 'USD'),
        creditAccount(customerId, 'USD'),
      ]);
      await post(tx, clock.now(), {
        key: `gift:${customerId}`,
        kind: 'credit.gift',
        movements: [{ action: 'transfer', from, to, amount: 12_000n, currency: 'USD' }],
      });
    });
  }
  const began = performance.now();
  const stops = await story.until('2028-02-04T00:00:00Z');
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(`${SUBSCRIBERS * 12} renewals at ${stops} instants in ${seconds.toFixed(1)} s\n`);
  const paid = await database.client.invoice.count({ where: { kind: 'renewal', status: 'paid' } });
  expect(paid).toBe(SUBSCRIBERS * 12);
  expect(seconds).toBeLessThan(60);
  await database.close();
  await testDatabase.drop();
}, 120_000);
