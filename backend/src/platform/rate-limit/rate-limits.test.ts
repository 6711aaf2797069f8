import { expect, test } from 'vitest';
import { ManualClock } from '../clock.ts';
import { addressKey, createMemoryStore, createRateLimits } from './index.ts';

const limit = { max: 3, windowSeconds: 60 };

test('a burst up to the limit passes, the next is told how long to wait, and then passes', async () => {
  const clock = new ManualClock(new Date('2026-01-01T00:00:00Z'));
  const store = createMemoryStore();
  for (let i = 0; i < 3; i++) expect(await store.take('a', limit, clock.now())).toBe(0);
  const wait = await store.take('a', limit, clock.now());
  expect(wait).toBe(20_000);
  clock.advanceBy(wait - 1);
  expect(await store.take('a', limit, clock.now())).toBe(1);
  clock.advanceBy(1);
  expect(await store.take('a', limit, clock.now())).toBe(0);
  expect(await store.take('a', limit, clock.now())).toBeGreaterThan(0);
});

test('each key is counted for itself', async () => {
  const store = createMemoryStore();
  const now = new Date();
  for (const key of ['a', 'b']) for (let i = 0; i < 3; i++) expect(await store.take(key, limit, now)).toBe(0);
});

test('a flood of keys does not grow without bound, and the busiest of late are kept', async () => {
  const store = createMemoryStore(100);
  const now = new Date();
  for (let i = 0; i < 3; i++) await store.take('busy', limit, now);
  for (let i = 0; i < 40; i++) await store.take(`flood ${i}`, limit, now);
  expect(await store.take('busy', limit, now)).toBeGreaterThan(0);
  for (let i = 0; i < 1_000; i++) await store.take(`flood ${i}`, limit, now);
  expect(await store.take('busy', limit, now)).toBe(0);
});

test('over the limit the error says how many seconds to wait', async () => {
  const clock = new ManualClock(new Date('2026-01-01T00:00:00Z'));
  const config = { RATE_LIMIT_PER_MINUTE: 2, SIGN_IN_LIMIT_PER_MINUTE: 1 };
  const limits = createRateLimits(config, clock, createMemoryStore());
  await limits.spend('sign_in', 'me');
  await limits.spend('request', 'me');
  await expect(limits.spend('sign_in', 'me')).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    facts: { seconds: 60 },
  });
  await limits.spend('request', 'me');
});

test.each([
  ['192.0.2.7', 'ip 192.0.2.7'],
  ['::ffff:192.0.2.7', 'ip 192.0.2.7'],
  ['2001:DB8:0:1:2:3:4:5', 'ip 2001:db8:0:1::/64'],
  ['2001:db8::1:2:3:4', 'ip 2001:db8:0:0::/64'],
  ['2001:db8:0:1::', 'ip 2001:db8:0:1::/64'],
  ['::1', 'ip 0:0:0:0::/64'],
])('the address %s is counted as %s', (ip, key) => {
  expect(addressKey(ip)).toBe(key);
});
