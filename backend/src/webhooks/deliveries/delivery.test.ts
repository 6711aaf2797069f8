import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ATTEMPTS,
  DISABLE_AFTER_MS,
  type EndpointHealth,
  FAILURES_TO_PROBE,
  HEALTHY,
  healthAfter,
  isHopeless,
  isProbed,
  isTaken,
  nextAttempt,
} from './delivery.ts';

const NOW = new Date('2027-03-01T12:00:00Z');
const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('only 2xx is success', () => {
  expect([200, 201, 204, 299].every((status) => isTaken({ status }))).toBe(true);
  expect([100, 199, 300, 302, 304, 400, 410, 500].some((status) => isTaken({ status }))).toBe(false);
  expect(isTaken({})).toBe(false);
});

test('ten attempts, the waits growing, within three days whatever the jitter', () => {
  fc.assert(
    fc.property(fc.array(unit, { minLength: ATTEMPTS, maxLength: ATTEMPTS }), (randoms) => {
      let at = NOW;
      let wait = 0;
      for (let attempts = 1; attempts < ATTEMPTS; attempts++) {
        const next = nextAttempt(attempts, at, randoms[attempts - 1] ?? 0);
        if (!next) throw new Error('ended early');
        expect(next.getTime() - at.getTime()).toBeGreaterThan(wait);
        wait = next.getTime() - at.getTime();
        at = next;
      }
      expect(nextAttempt(ATTEMPTS, at, 0)).toBeUndefined();
      const hours = (at.getTime() - NOW.getTime()) / 3_600_000;
      expect(hours).toBeGreaterThan(60);
      expect(hours).toBeLessThanOrEqual(72);
    }),
  );
});

test('an endpoint is probed after five failures in a row, at most every 15 minutes, and one success heals it', () => {
  let health: EndpointHealth = HEALTHY;
  for (let i = 1; i <= 40; i++) {
    health = healthAfter(health, false, NOW, 0.5);
    expect(health).toMatchObject({ failures: i, failingSince: NOW });
    expect(isProbed(health)).toBe(i >= FAILURES_TO_PROBE);
    const wait = (health.retryAt?.getTime() ?? NOW.getTime()) - NOW.getTime();
    expect(wait).toBeLessThanOrEqual(15 * 60_000);
    if (isProbed(health)) expect(wait).toBeGreaterThanOrEqual(9_000);
  }
  expect(healthAfter(health, true, NOW, 0)).toEqual(HEALTHY);
});

test('five days of failures are enough, or one 410', () => {
  const failing = { ...HEALTHY, failures: 9, failingSince: NOW };
  const later = (ms: number) => new Date(NOW.getTime() + ms);
  expect(isHopeless(failing, { status: 500 }, later(DISABLE_AFTER_MS - 1))).toBe(false);
  expect(isHopeless(failing, {}, later(DISABLE_AFTER_MS))).toBe(true);
  expect(isHopeless(failing, { status: 410 }, NOW)).toBe(true);
});
