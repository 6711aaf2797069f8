import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuditEntry, listMerchantAudit } from '../../compliance/index.ts';
import { listMemberships, MERCHANTS_LIMIT, type PersonScope, requireMerchant } from '../../identity/index.ts';
import { createTestTeam, type TestTeam } from '../testing.ts';
import { createMerchant } from './create-merchant.ts';
import { updateMerchant } from './update-merchant.ts';

let team: TestTeam;
beforeAll(async () => {
  team = await createTestTeam();
});
afterAll(() => team.stop());

const NO_BRAND = { brandColor: null, logoHash: null, logoWidth: null, logoHeight: null };
const client = () => team.services.database.client;
const now = () => team.services.clock.now();

async function audit(person: PersonScope, merchantId: string): Promise<AuditEntry[]> {
  const scope = await requireMerchant(client(), person, merchantId, 'viewer');
  return listMerchantAudit(client(), scope, { first: 50, take: 51, beforeId: undefined }, {});
}

test('a merchant is founded with its owner, which is noted', async () => {
  const person = await team.newPerson();
  const input = { name: ' Café ', supportContact: 'a@b.example', mode: 'test' } as const;
  const { merchantId } = await createMerchant(team.services, person, input);
  const [membership, ...others] = await listMemberships(client(), person);
  expect(others).toEqual([]);
  expect(membership).toEqual({
    ...input,
    name: 'Café',
    id: merchantId,
    role: 'owner',
    createdAt: now(),
    ...NO_BRAND,
  });
  expect(await audit(person, merchantId)).toMatchObject([
    { actor: { kind: 'person', id: person.personId }, action: 'merchant.created', details: { mode: 'test' } },
  ]);
});

test('under one key a merchant is founded once, however often it is asked for', async () => {
  const person = await team.newPerson();
  const ask = (name: string) => createMerchant(team.services, person, { name, idempotencyKey: 'k' });
  const founded = await Promise.all([ask('Shop'), ask('Shop'), ask('Shop')]);
  expect(new Set(founded.map(({ merchantId }) => merchantId)).size).toBe(1);
  await expect(ask('Another')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  expect(await listMemberships(client(), person)).toHaveLength(1);
});

test.each([
  ['name', { name: '  ' }],
  ['name', { name: 'x'.repeat(101) }],
  ['name', { name: 'two\nlines' }],
  ['name', { name: 'evil\u202eeman' }],
  ['supportContact', { name: 'ok', supportContact: 'javascript:alert(1)' }],
  ['supportContact', { name: 'ok', supportContact: 'http://insecure.example' }],
  ['supportContact', { name: 'ok', supportContact: 'nobody' }],
  ['supportContact', { name: 'ok', supportContact: `https://x.example/${'x'.repeat(200)}` }],
])('the %s of a merchant is refused: %j', async (field, input) => {
  const person = await team.newPerson();
  await expect(createMerchant(team.services, person, input)).rejects.toMatchObject({ field });
});

test('a person can found only so many merchants, also at the same moment', async () => {
  const person = await team.newPerson();
  const attempts = await Promise.allSettled(
    Array.from({ length: MERCHANTS_LIMIT + 2 }, (_, i) =>
      createMerchant(team.services, person, { name: `m${i}` }),
    ),
  );
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(MERCHANTS_LIMIT);
  expect(await listMemberships(team.services.database.client, person)).toHaveLength(MERCHANTS_LIMIT);
});

test('what is changed of a merchant is noted with what it was; what is not given stays', async () => {
  const person = await team.newPerson();
  const { merchantId } = await createMerchant(team.services, person, {
    name: 'Before',
    supportContact: 'help@shop.example',
  });
  const scope = await requireMerchant(client(), person, merchantId, 'admin');
  const shown = async () => (await listMemberships(client(), person))[0];
  await updateMerchant(team.services, scope, { name: ' After ' });
  expect(await shown()).toMatchObject({ name: 'After', supportContact: 'help@shop.example' });
  await updateMerchant(team.services, scope, { supportContact: null });
  expect(await shown()).toMatchObject({ name: 'After', supportContact: null });
  await updateMerchant(team.services, scope, { name: 'After' });
  const entries = await audit(person, merchantId);
  expect(entries.map(({ action }) => action)).toEqual([
    'merchant.updated',
    'merchant.updated',
    'merchant.created',
  ]);
  expect(entries[0]?.details).toEqual({
    before: { name: 'After', supportContact: 'help@shop.example', brandColor: null },
    after: { name: 'After', supportContact: null, brandColor: null },
  });
});
