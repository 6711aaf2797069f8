import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDevWallet } from '../../../ops/src/demo/wallet.ts';
import { ManualClock } from '../platform/clock.ts';
import { loadConfig } from '../platform/config/index.ts';
import { type Database, openDatabase } from '../platform/database/index.ts';
import { authenticate, requireMerchant } from './index.ts';
import { findMembership } from './merchants/merchants.repository.ts';
import { ROLES, toPersonScope } from './scopes.ts';
import { createChallenge } from './sign-in/create-challenge.ts';
import { pruneSignInsJob } from './sign-in/prune-sign-ins.job.ts';
import { signIn } from './sign-in/sign-in.ts';
import { signOut } from './sign-in/sign-out.ts';
import { createTestMerchant, createTestPerson } from './testing.ts';

const START = new Date('2026-03-01T10:00:00.000Z');
const config = loadConfig({
  DATABASE_URL: 'postgresql://unused',
  JWT_SECRET: 'a secret of at least 32 characters',
  ENCRYPTION_KEY: 'another secret of at least 32 characters',
  JWT_EXPIRES_IN: '1h',
  RPC_URL: 'http://localhost:1',
  PROVER_API_URL: 'http://localhost:1',
});
let testDatabase: TestDatabase;
let database: Database;
let clock: ManualClock;
let services: { config: typeof config; clock: ManualClock; database: Database };

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.url });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(() => {
  clock = new ManualClock(START);
  services = { config, clock, database };
});

async function signedIn(wallet = createDevWallet('p2wpkh')) {
  const { id, message } = await createChallenge(services, wallet.address);
  const { publicKey } = wallet;
  return signIn(services, { challengeId: id, signature: wallet.signMessage(message), publicKey });
}

test.each(['p2wpkh', 'p2tr'] as const)('a %s wallet signs in and is known by its token', async (type) => {
  const wallet = createDevWallet(type);
  const session = await signedIn(wallet);
  expect(session.expiresAt).toEqual(new Date('2026-03-01T11:00:00.000Z'));
  const known = await authenticate(services, session.token);
  expect(known).toEqual({ caller: session.person, expiresAt: session.expiresAt });
  const publicKey = type === 'p2tr' ? wallet.publicKey.slice(2) : wallet.publicKey;
  expect(known?.caller).toMatchObject({ address: wallet.address, publicKey });
});

test('the message names product, address, domain, network and both instants', async () => {
  const { address } = createDevWallet();
  const { message } = await createChallenge(services, address);
  for (const part of [
    'CharmBills',
    address,
    'localhost:3002',
    'regtest',
    '2026-03-01T10:00:00.000Z',
    '2026-03-01T10:05:00.000Z',
  ]) {
    expect(message).toContain(part);
  }
  expect((await createChallenge(services, address)).message).not.toBe(message);
});

test('who comes again is the same person, and a key once told is kept', async () => {
  const wallet = createDevWallet('p2tr');
  const first = await signedIn(wallet);
  const { id, message } = await createChallenge(services, wallet.address.toUpperCase());
  const again = await signIn(services, { challengeId: id, signature: wallet.signMessage(message) });
  expect(again.person.personId).toBe(first.person.personId);
  expect(again.person.publicKey).toBe(first.person.publicKey);
  expect(again.token).not.toBe(first.token);
});

test('a challenge is good once, however many try it at the same moment', async () => {
  const wallet = createDevWallet();
  const { id, message } = await createChallenge(services, wallet.address);
  const signature = wallet.signMessage(message);
  const attempts = await Promise.allSettled(
    Array.from({ length: 8 }, () => signIn(services, { challengeId: id, signature })),
  );
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const attempt of attempts) {
    if (attempt.status === 'rejected') expect(attempt.reason.code).toBe('CHALLENGE_UNUSABLE');
  }
  await expect(signIn(services, { challengeId: id, signature })).rejects.toMatchObject({
    code: 'CHALLENGE_UNUSABLE',
  });
});

test('a challenge ends at its instant', async () => {
  const wallet = createDevWallet();
  const { id, message } = await createChallenge(services, wallet.address);
  clock.advanceBy(config.SIGN_IN_CHALLENGE_SECONDS * 1_000);
  const attempt = signIn(services, { challengeId: id, signature: wallet.signMessage(message) });
  await expect(attempt).rejects.toMatchObject({ code: 'CHALLENGE_UNUSABLE' });
});

test('the signature of another wallet, or of another challenge, opens nothing; the right one then does', async () => {
  const wallet = createDevWallet();
  const { id, message } = await createChallenge(services, wallet.address);
  const other = await createChallenge(services, wallet.address);
  for (const signature of [createDevWallet().signMessage(message), wallet.signMessage(other.message), '']) {
    await expect(signIn(services, { challengeId: id, signature })).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  }
  await signIn(services, { challengeId: id, signature: wallet.signMessage(message) });
});

test('a key that is not behind the address opens nothing', async () => {
  const wallet = createDevWallet();
  const { id, message } = await createChallenge(services, wallet.address);
  const input = { challengeId: id, signature: wallet.signMessage(message) };
  const { publicKey } = createDevWallet();
  await expect(signIn(services, { ...input, publicKey })).rejects.toMatchObject({ field: 'publicKey' });
  await signIn(services, input);
});

test('an address of another network gets no challenge', async () => {
  const mainnet = 'bc1q9vza2e8x573nczrlzms0wvx3gsqjx7vavgkx0l';
  await expect(createChallenge(services, mainnet)).rejects.toMatchObject({ code: 'ADDRESS_UNSUPPORTED' });
});

test('a session ends at its instant, or at once when it is ended', async () => {
  const first = await signedIn();
  const second = await signedIn();
  await signOut(services, first.person);
  await signOut(services, first.person);
  expect(await authenticate(services, first.token)).toBeUndefined();
  expect(await authenticate(services, second.token)).toBeDefined();
  clock.advanceTo(second.expiresAt);
  expect(await authenticate(services, second.token)).toBeUndefined();
  const told = await database.client.event.findMany({ where: { type: 'session.revoked' } });
  expect(told.map(({ subjectId }) => subjectId)).toEqual([first.person.sessionId]);
});

test('a token of another secret, algorithm, issuer or audience is nobody', async () => {
  const { person, expiresAt } = await signedIn();
  const secret = (text: string) => new TextEncoder().encode(text);
  const make = (changes: { iss?: string; aud?: string; alg?: string; secret?: string }) =>
    new SignJWT()
      .setProtectedHeader({ alg: changes.alg ?? 'HS256' })
      .setJti(person.sessionId)
      .setSubject(person.personId)
      .setIssuer(changes.iss ?? config.PUBLIC_URL)
      .setAudience(changes.aud ?? 'charmbills-api')
      .setExpirationTime(expiresAt)
      .sign(secret(changes.secret ?? config.JWT_SECRET));
  expect(await authenticate(services, await make({}))).toBeDefined();
  for (const changes of [
    { secret: 'another secret, also long enough for it' },
    { alg: 'HS512' },
    { iss: 'https://elsewhere.example' },
    { aud: 'somebody-else' },
  ]) {
    expect(await authenticate(services, await make(changes))).toBeUndefined();
  }
  const [, payload = ''] = (await make({})).split('.');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const token of [`${none}.${payload}.`, 'x.y.z', '', 'null']) {
    expect(await authenticate(services, token)).toBeUndefined();
  }
});

test('old sign-in requests and sessions are removed, live ones stay', async () => {
  const own = await createTestDatabase();
  const ownDatabase = openDatabase({ url: own.url });
  services = { config, clock, database: ownDatabase };
  try {
    await createChallenge(services, createDevWallet().address);
    await signedIn();
    clock.advanceBy(31 * 24 * 3_600_000);
    const live = await signedIn();
    await pruneSignInsJob(services).handler({}, { signal: new AbortController().signal, jobId: 'job' });
    expect(await ownDatabase.client.signInChallenge.count()).toBe(1);
    expect(await ownDatabase.client.session.findMany()).toMatchObject([{ id: live.person.sessionId }]);
  } finally {
    await ownDatabase.close();
    await own.drop();
  }
});

test('each role may do what lower roles may, strangers are told that there is no such merchant', async () => {
  const stranger = (await signedIn()).person;
  for (const [held, role] of ROLES.entries()) {
    const { address } = createDevWallet();
    const person = await createTestPerson(database.client, { address, now: START });
    const { merchantId } = await createTestMerchant(database.client, person, { role, now: START });
    for (const [asked, minimum] of ROLES.entries()) {
      const scope = requireMerchant(database.client, person, merchantId, minimum);
      if (held >= asked) expect(await scope).toMatchObject({ merchantId, role });
      else await expect(scope).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await expect(requireMerchant(database.client, stranger, merchantId, 'viewer')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  }
});

test('one person cannot end the session of another', async () => {
  const victim = await signedIn();
  const { person } = await signedIn();
  await signOut(services, toPersonScope({ ...person, sessionId: victim.person.sessionId }));
  expect(await authenticate(services, victim.token)).toBeDefined();
});

test('what somebody asks for that is no id fails nobody who asks at the same time', async () => {
  const { client } = database;
  const [person, stranger] = await Promise.all(
    ['one', 'other'].map((address) => createTestPerson(client, { address: `batch ${address}`, now: START })),
  );
  if (!person || !stranger) throw new Error('nobody was made');
  const { merchantId } = await createTestMerchant(client, person, { now: START });
  const odd = ['\u0000', '\ud800', 'x'.repeat(400_000), '', merchantId.toUpperCase()];
  const [member, ...others] = await Promise.allSettled([
    findMembership(client, person, merchantId),
    ...odd.map((id) => findMembership(client, stranger, id)),
  ]);
  expect(member).toMatchObject({ status: 'fulfilled', value: { merchantId, role: 'owner' } });
  for (const other of others) expect(other).toEqual({ status: 'fulfilled', value: undefined });
});
