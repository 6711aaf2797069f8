import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type ApiKeyScope,
  authenticate,
  type KeyScope,
  type MerchantScope,
  type Mode,
  newKeySecret,
  type PersonScope,
  requireMember,
  requireMerchant,
} from '../../identity/index.ts';
import { createMerchant } from '../merchants/create-merchant.ts';
import { createTestTeam, type TestTeam } from '../testing.ts';
import { findKey } from './api-key.repository.ts';
import { createApiKey, KEYS_LIMIT } from './create-api-key.ts';
import { OVERLAP_LIMIT_SECONDS, revokeApiKey, rotateApiKey } from './end-api-key.ts';

let team: TestTeam;
beforeAll(async () => {
  team = await createTestTeam();
});
afterAll(() => team.stop());

let owner: PersonScope;
let merchant: MerchantScope;
beforeEach(async () => {
  owner = await team.newPerson();
  merchant = await found('live');
});

const client = () => team.services.database.client;

async function found(mode: Mode): Promise<MerchantScope> {
  const { merchantId } = await createMerchant(team.services, owner, { name: 'Shop', mode });
  return requireMember(client(), owner, merchantId, 'admin');
}

async function issue(scopes: KeyScope[] = ['read'], scope = merchant) {
  const { id, secret = '' } = await createApiKey(team.services, scope, { name: 'Server', scopes });
  return { id, secret };
}

async function callerOf(secret: string): Promise<ApiKeyScope | undefined> {
  const caller = (await authenticate(team.services, secret))?.caller;
  return caller?.kind === 'api_key' ? caller : undefined;
}

test('a key opens its merchant, to whoever has it, and is kept by its hash alone', async () => {
  const { id, secret } = await issue(['plans:write', 'read', 'read']);
  expect(secret).toMatch(/^cb_live_/);
  expect(await callerOf(secret)).toEqual({
    kind: 'api_key',
    apiKeyId: id,
    merchantId: merchant.merchantId,
    mode: 'live',
    scopes: ['plans:write', 'read'],
  });
  const tables = await client().$queryRaw<{ text: string }[]>`
    SELECT to_json(k)::text AS text FROM api_keys k UNION ALL SELECT to_json(a)::text FROM audit_entries a`;
  expect(JSON.stringify(tables)).not.toContain(secret.slice(8, 40));
  expect(await callerOf(newKeySecret('live'))).toBeUndefined();
});

test('keys have the mode of their merchant, and open nothing where the modes differ', async () => {
  const sandbox = await found('test');
  const { secret } = await issue(['read'], sandbox);
  expect(secret).toMatch(/^cb_test_/);
  expect(await callerOf(secret)).toMatchObject({ mode: 'test' });
  await client().merchant.update({ where: { id: sandbox.merchantId }, data: { mode: 'live' } });
  expect(await callerOf(secret)).toBeUndefined();
});

test('what a key may do follows from its scopes, and the refusal says what is missing', async () => {
  const { merchantId } = merchant;
  const may = async (scopes: KeyScope[], minimum: 'viewer' | 'admin' | 'owner', area?: 'plans') => {
    const caller = await callerOf((await issue(scopes)).secret);
    if (!caller) throw new Error('no caller');
    const right = await requireMerchant(client(), caller, merchantId, minimum, area).catch(
      (error: { facts: object }) => error.facts,
    );
    return 'role' in right ? right.role : right;
  };
  expect(await may(['read'], 'viewer')).toBe('viewer');
  expect(await may(['read'], 'admin', 'plans')).toEqual({ needs: 'scope plans:write' });
  expect(await may(['write'], 'admin')).toBe('admin');
  expect(await may(['plans:write'], 'admin', 'plans')).toBe('admin');
  expect(await may(['plans:write'], 'viewer')).toEqual({ needs: 'scope read' });
  expect(await may(['write'], 'owner')).toEqual({ needs: 'person' });
});

test('a key is a stranger to other merchants, and what it does is done in its name', async () => {
  const { id, secret } = await issue(['write']);
  const caller = await callerOf(secret);
  if (!caller) throw new Error('no caller');
  const other = await found('live');
  await expect(requireMerchant(client(), caller, other.merchantId, 'viewer')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    id: other.merchantId,
  });
  const scope = await requireMerchant(client(), caller, merchant.merchantId, 'admin');
  expect(scope.actor).toEqual({ kind: 'api_key', id });
});

test('a key ends at its instant, or at once when it is revoked', async () => {
  const { clock } = team.services;
  const expiresAt = new Date(clock.now().getTime() + 3_600_000);
  const input = { name: 'Short', scopes: ['read'] as const, expiresAt };
  const { secret: ending = '' } = await createApiKey(team.services, merchant, input);
  const { id, secret } = await issue();
  expect(await callerOf(ending)).toBeDefined();
  await revokeApiKey(team.services, merchant, id);
  await revokeApiKey(team.services, merchant, id);
  expect(await callerOf(secret)).toBeUndefined();
  clock.advanceTo(expiresAt);
  expect(await callerOf(ending)).toBeUndefined();
  const told = await client().event.findMany({ where: { subjectId: id } });
  expect(told.map(({ type }) => type)).toEqual(['api_key.changed']);
});

test('a rotated key goes on for the overlap, beside one with the same name and scopes', async () => {
  const { id, secret } = await issue(['plans:read']);
  const next = await rotateApiKey(team.services, merchant, { id, overlapSeconds: 60 });
  expect(await callerOf(next.secret ?? '')).toMatchObject({ scopes: ['plans:read'] });
  expect(await findKey(client(), merchant, next.id)).toMatchObject({ name: 'Server', expiresAt: null });
  expect(await callerOf(secret)).toBeDefined();
  team.services.clock.advanceBy(60_000);
  expect(await callerOf(secret)).toBeUndefined();
  expect(await callerOf(next.secret ?? '')).toBeDefined();
  const again = (key: string, overlapSeconds = 0) =>
    rotateApiKey(team.services, merchant, { id: key, overlapSeconds });
  await expect(again(id)).rejects.toMatchObject({ code: 'API_KEY_STATE', facts: { status: 'expired' } });
  await expect(again(next.id, OVERLAP_LIMIT_SECONDS + 1)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await revokeApiKey(team.services, merchant, next.id);
  await expect(again(next.id)).rejects.toMatchObject({ facts: { status: 'revoked' } });
});

test('rotating does not put off the end that a key has', async () => {
  const expiresAt = new Date(team.services.clock.now().getTime() + 10_000);
  const input = { name: 'Short', scopes: ['read'] as const, expiresAt };
  const { id } = await createApiKey(team.services, merchant, input);
  const next = await rotateApiKey(team.services, merchant, { id, overlapSeconds: 60 });
  for (const key of [id, next.id])
    expect(await findKey(client(), merchant, key)).toMatchObject({ expiresAt });
});

test('a use is noted to the minute, without a write for every request', async () => {
  const { id, secret } = await issue();
  const { clock } = team.services;
  const lastUse = async () => (await findKey(client(), merchant, id))?.lastUsedAt;
  expect(await lastUse()).toBeNull();
  const first = clock.now();
  await callerOf(secret);
  expect(await lastUse()).toEqual(first);
  clock.advanceBy(59_999);
  await callerOf(secret);
  expect(await lastUse()).toEqual(first);
  clock.advanceBy(1);
  await Promise.all([callerOf(secret), callerOf(secret)]);
  expect(await lastUse()).toEqual(clock.now());
});

test('the same request under one key makes one API key, whose secret is shown once', async () => {
  const ask = (name: string) =>
    createApiKey(team.services, merchant, { name, scopes: ['read'], idempotencyKey: 'once' });
  const answers = await Promise.all([ask('Server'), ask('Server')]);
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  expect(answers.filter(({ secret }) => secret !== undefined)).toHaveLength(1);
  await expect(ask('Other')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
});

test('a key is rotated once under one key, also at the same moment', async () => {
  const { id } = await issue();
  const ask = (overlapSeconds: number) =>
    rotateApiKey(team.services, merchant, { id, overlapSeconds, idempotencyKey: 'rotate' });
  const answers = await Promise.all([ask(60), ask(60)]);
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
  expect(answers.filter(({ secret }) => secret !== undefined)).toHaveLength(1);
  await expect(ask(61)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
});

test('a merchant has so many keys that open something and no more, also at the same moment', async () => {
  const attempts = await Promise.allSettled(Array.from({ length: KEYS_LIMIT + 2 }, () => issue()));
  expect(attempts.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  const made = attempts.find((attempt) => attempt.status === 'fulfilled');
  if (made?.status !== 'fulfilled') throw new Error('none was made');
  await revokeApiKey(team.services, merchant, made.value.id);
  await issue();
});

test.each([
  ['name', { name: ' ' }],
  ['scopes', { scopes: [] }],
  ['expiresAt', { expiresAt: new Date('2026-01-01T00:00:00Z') }],
])('a key with an unusable %s is refused', async (field, fields) => {
  const input = { name: 'Server', scopes: ['read'] as const, ...fields };
  await expect(createApiKey(team.services, merchant, input)).rejects.toMatchObject({ field });
});

test('the keys of another merchant are not there', async () => {
  const other = await found('live');
  const { id, secret } = await issue();
  for (const attempt of [
    () => revokeApiKey(team.services, other, id),
    () => rotateApiKey(team.services, other, { id, overlapSeconds: 0 }),
    () => revokeApiKey(team.services, merchant, 'nonsense\u0000'),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  expect(await callerOf(secret)).toBeDefined();
});
