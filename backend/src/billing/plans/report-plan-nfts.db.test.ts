import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestBilling, type TestBilling } from '../testing.ts';
import { reportPlanNfts } from './report-plan-nfts.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

test.each([
  ['a name that no text of the database can be', { name: 'Rea\0der' }],
  ['half of a character', { name: 'Reader\ud800' }],
  ['more periods than the database can count', { limit: 2n ** 64n - 1n }],
])('whoever edits a plan’s NFT to %s stops nobody else’s block', async (_, edit) => {
  const { database, merchant } = billing;
  const { merchantId } = merchant;
  const planIds = [await billing.newActivePlan(), await billing.newActivePlan()];
  const [edited, other] = await Promise.all(
    planIds.map((id) => database.client.plan.findUniqueOrThrow({ where: { id } })),
  );
  const report = (plan: typeof edited) => ({
    merchantId,
    planId: plan?.id ?? '',
    onChain: {
      app: { identity: plan?.appIdentity ?? '', vk: plan?.appVk ?? '' },
      nft: { txid: 'ab'.repeat(32), vout: 1 },
    },
    name: 'Reader',
    priceSats: 25_000n,
    limit: null,
  });
  await database.transaction((tx) => reportPlanNfts(tx, [{ ...report(edited), ...edit }, report(other)]));
  const voutOf = async (id = '') => (await database.client.plan.findUniqueOrThrow({ where: { id } })).nftVout;
  expect([await voutOf(planIds[0]), await voutOf(planIds[1])]).toEqual([0, 1]);
});
