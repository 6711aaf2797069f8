import { importJWK, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import type { Entitlement } from './entitlement.ts';
import { entitlementKeysOf } from './entitlement-keys.ts';
import { signEntitlement } from './entitlement-token.ts';
import { featuresOf } from './features.ts';

const FIRST = 'a first secret of at least 32 characters';
const SECOND = 'another secret of at least 32 characters';
const config = (current: string, retired: string[] = []) => ({
  PUBLIC_URL: 'https://bills.example',
  ENCRYPTION_KEY: current,
  ENCRYPTION_KEYS_RETIRED: retired,
});
const now = new Date('2027-02-01T12:00:00Z');

function granted(accessUntil: (Date | null)[]): Entitlement {
  const grants = accessUntil.map((until, index) => ({
    active: until !== null,
    subscription: { planId: `plan_${index}`, accessUntil: until },
  })) as unknown as Entitlement['grants'];
  const features = { seats: 3 };
  return { merchantId: 'mer_1', address: 'bcrt1q', active: true, paidThrough: null, grants, features };
}

test('numbers are multiplied and added up, true wins, and the first text stays', () => {
  expect(
    featuresOf([
      { features: { seats: 5, export: true, region: 'eu' }, quantity: 3 },
      { features: { seats: 2, region: 'us', api: 'full' }, quantity: 1 },
    ]),
  ).toEqual({ api: 'full', export: true, region: 'eu', seats: 17 });
  expect(featuresOf([])).toEqual({});
});

test('a token lasts five minutes, or until the first grant ends', async () => {
  const later = (ms: number) => new Date(now.getTime() + ms);
  const sign = (ends: (Date | null)[], at = now) =>
    signEntitlement(config(FIRST), granted(ends), { now, at });
  expect((await sign([later(86_400_000), null]))?.expiresAt).toEqual(later(300_000));
  expect((await sign([later(86_400_000), later(60_000)]))?.expiresAt).toEqual(later(60_000));
  expect(await sign([null])).toBeNull();
  // By a test clock that is a year ahead, a minute is left: so it is by the real one.
  const ahead = later(365 * 86_400_000);
  expect((await sign([new Date(ahead.getTime() + 60_000)], ahead))?.expiresAt).toEqual(later(60_000));
});

test('a key that is replaced is published until it is taken out of the retired ones', async () => {
  const signed = await signEntitlement(config(FIRST), granted([new Date(now.getTime() + 86_400_000)]), {
    now,
    at: now,
  });
  const { keys } = entitlementKeysOf(config(SECOND, [FIRST])).jwks;
  expect(keys).toHaveLength(2);
  expect(keys[0]).toEqual(entitlementKeysOf(config(SECOND)).jwks.keys[0]);
  const [, old] = keys;
  const key = await importJWK({ ...old }, 'EdDSA');
  const { payload, protectedHeader } = await jwtVerify(signed?.token ?? '', key, { currentDate: now });
  expect(protectedHeader.kid).toBe(old?.kid);
  expect(payload).toMatchObject({ aud: 'mer_1', sub: 'bcrt1q', plans: ['plan_0'], features: { seats: 3 } });
  expect(JSON.stringify(keys)).not.toContain('"d"');
});
