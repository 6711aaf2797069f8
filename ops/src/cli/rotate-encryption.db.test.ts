import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestMerchant, createTestPerson } from '../../../backend/src/identity/testing.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import { createEncryption } from '../../../backend/src/platform/encryption/index.ts';
import { runOps } from './testing.ts';

const [OLD, NEW] = ['o'.repeat(32), 'n'.repeat(32)];
const NOW = new Date('2026-03-01T10:00:00Z');
const ID = 'whe_1';
let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  const database = openDatabase({ url: testDatabase.url, poolSize: 2 });
  const address = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080';
  const secret = createEncryption(OLD).encrypt('whsec_a', `webhook_endpoint/${ID}/secret`);
  try {
    await database.transaction(async (tx) => {
      const person = await createTestPerson(tx, { address, now: NOW });
      const { merchantId } = await createTestMerchant(tx, person, { now: NOW });
      await tx.webhookEndpoint.create({
        data: {
          merchantId,
          id: ID,
          url: 'https://shop.example',
          eventTypes: ['*'],
          secret,
          status: 'enabled',
          createdAt: NOW,
          updatedAt: NOW,
        },
      });
    });
  } finally {
    await database.close();
  }
});
afterAll(() => testDatabase.drop());

const rotate = (variables: Record<string, string>) =>
  runOps(['rotate-encryption'], {
    DATABASE_URL: testDatabase.url,
    ENCRYPTION_KEYS_RETIRED: '',
    ...variables,
  });

test('without the old key it says what it cannot read, with it everything is renewed once', async () => {
  const lost = await rotate({ ENCRYPTION_KEY: NEW });
  expect(lost.code).toBe(1);
  expect(lost.stderr).toContain(ID);
  const done = await rotate({ ENCRYPTION_KEY: NEW, ENCRYPTION_KEYS_RETIRED: OLD });
  expect([done.code, done.stdout]).toEqual([0, '1 of 1 endpoints were encrypted afresh.\n']);
  const again = await rotate({ ENCRYPTION_KEY: NEW });
  expect([again.code, again.stdout]).toEqual([0, '0 of 1 endpoints were encrypted afresh.\n']);
});

test('without a key it does nothing', async () => {
  expect((await rotate({ ENCRYPTION_KEY: '' })).code).toBe(1);
});
