import { createTestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestMerchant, createTestPerson } from '../../identity/testing.ts';
import { type Database, openDatabase } from '../../platform/database/index.ts';
import { createEncryption } from '../../platform/encryption/index.ts';
import { newId } from '../../platform/ids.ts';
import { secretContext } from '../signing/secret.ts';
import { findSecretsAfter, insertEndpoint } from './endpoint.repository.ts';
import { reencryptSecrets } from './reencrypt-secrets.ts';

const [OLD, NEW] = ['o'.repeat(32), 'n'.repeat(32)];
const NOW = new Date('2026-03-01T10:00:00Z');
let database: Database;
let drop: () => Promise<void>;
const ids: string[] = [];

beforeAll(async () => {
  const created = await createTestDatabase();
  drop = created.drop;
  database = openDatabase({ url: created.url });
  const address = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080';
  const scope = await database.transaction(async (tx) =>
    createTestMerchant(tx, await createTestPerson(tx, { address, now: NOW }), { now: NOW }),
  );
  const old = createEncryption(OLD);
  await database.transaction(async (tx) => {
    for (let i = 0; i < 5; i++) {
      const id = newId('webhookEndpoint');
      ids.push(id);
      const secret = old.encrypt(`whsec_${i}`, secretContext(id));
      const endpoint = { id, url: 'https://shop.example', description: null, eventTypes: ['*'], secret };
      await insertEndpoint(tx, scope, endpoint, NOW);
    }
    const previousSecret = old.encrypt('whsec_before', secretContext(ids[0] ?? ''));
    await tx.webhookEndpoint.updateMany({
      where: { id: ids[0] ?? '' },
      data: { previousSecret, previousSecretExpiresAt: NOW },
    });
  });
});
afterAll(async () => {
  await database.close();
  await drop();
});

test('every secret is under the new key afterwards, and the old key is not needed any more', async () => {
  const both = createEncryption(NEW, [OLD]);
  expect(await reencryptSecrets({ database, encryption: both }, { batch: 2 })).toEqual({
    checked: 5,
    reencrypted: 5,
    undecipherable: [],
  });
  const alone = createEncryption(NEW);
  const rows = await findSecretsAfter(database.client, '', 10);
  const texts = rows.map(({ id, secret }) => alone.decrypt(secret, secretContext(id)));
  expect(texts.toSorted()).toEqual([0, 1, 2, 3, 4].map((i) => `whsec_${i}`));
  const first = rows.find(({ id }) => id === ids[0]);
  expect(alone.decrypt(first?.previousSecret ?? '', secretContext(ids[0] ?? ''))).toBe('whsec_before');
  expect((await reencryptSecrets({ database, encryption: both })).reencrypted).toBe(0);
});

test('what no key decrypts is named and left as it is', async () => {
  const other = createEncryption('z'.repeat(32));
  const before = await findSecretsAfter(database.client, '', 10);
  const { undecipherable, reencrypted } = await reencryptSecrets({ database, encryption: other });
  expect(undecipherable.toSorted()).toEqual(ids.toSorted());
  expect(reencrypted).toBe(0);
  expect(await findSecretsAfter(database.client, '', 10)).toEqual(before);
});
