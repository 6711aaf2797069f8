import { expect, test } from 'vitest';
import { readToken, signToken } from './session-token.ts';

const [OLD, NEW] = ['o'.repeat(32), 'n'.repeat(32)];
const PUBLIC_URL = 'https://api.shop.example';
const CREATED = new Date('2026-03-01T10:00:00Z');
const EXPIRES = new Date('2026-03-08T10:00:00Z');
const NOW = new Date('2026-03-02T10:00:00Z');
const config = (JWT_SECRET: string, ...JWT_SECRETS_RETIRED: string[]) => ({
  JWT_SECRET,
  JWT_SECRETS_RETIRED,
  PUBLIC_URL,
});
const session = { id: 'ses_1', personId: 'person_1', createdAt: CREATED, expiresAt: EXPIRES };
const CLAIMS = { sessionId: 'ses_1', personId: 'person_1' };

test('while the secret is replaced, sessions of the old one go on, in processes with either', async () => {
  const old = await signToken(config(OLD), session);
  const fresh = await signToken(config(NEW, OLD), session);
  const both = config(NEW, OLD);
  expect([await readToken(both, old, NOW), await readToken(both, fresh, NOW)]).toEqual([CLAIMS, CLAIMS]);
  // First every process learns the new secret as one that is read, then they sign with it.
  expect(await readToken(config(OLD, NEW), fresh, NOW)).toEqual(CLAIMS);
});

test('once the old secret is gone, what it signed is nobody’s', async () => {
  const old = await signToken(config(OLD), session);
  expect(await readToken(config(NEW), old, NOW)).toBeUndefined();
  expect(await readToken(config(NEW, 'x'.repeat(32)), old, NOW)).toBeUndefined();
});

test('what is over is over, whichever secret signed it', async () => {
  const old = await signToken(config(OLD), session);
  expect(await readToken(config(NEW, OLD), old, EXPIRES)).toBeUndefined();
});
