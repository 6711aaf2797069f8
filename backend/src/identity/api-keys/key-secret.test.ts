import { expect, test } from 'vitest';
import { hashKeySecret, hintOf, isKeySecret, newKeySecret } from './key-secret.ts';

test('a key says its mode, is never the same twice, and carries a checksum', () => {
  const keys = Array.from({ length: 50 }, () => newKeySecret('test'));
  expect(new Set(keys).size).toBe(50);
  for (const key of keys) {
    expect(key).toMatch(/^cb_test_[\w-]{50}$/);
    expect(isKeySecret(key)).toBe(true);
  }
  expect(newKeySecret('live')).toMatch(/^cb_live_/);
});

test('a key with any character changed is none, nor is one of another mode', () => {
  const key = newKeySecret('live');
  for (let at = 0; at < key.length; at++) {
    const changed = key.slice(0, at) + (key[at] === 'x' ? 'y' : 'x') + key.slice(at + 1);
    expect([at, isKeySecret(changed)]).toEqual([at, false]);
  }
  expect(isKeySecret(key.replace('live', 'test'))).toBe(false);
  for (const text of ['', 'cb_live_', `${key}0`, ` ${key}`]) expect(isKeySecret(text)).toBe(false);
});

test('what is kept of a key tells nothing but its last four characters', () => {
  const key = newKeySecret('live');
  expect(hashKeySecret(key)).toHaveLength(32);
  expect(hashKeySecret(key).toString()).not.toContain(key.slice(8, 16));
  expect(hintOf(key)).toBe(key.slice(-4));
});
