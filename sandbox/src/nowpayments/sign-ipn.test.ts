import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { signIpn } from './sign-ipn.ts';

const hmac = (text: string) => createHmac('sha512', 'secret').update(text).digest('hex');
const body = { b: [{ d: 1, c: 2 }, 3], a: { z: null, y: 'x' } };

test('keys are sorted at every depth and arrays are kept', () => {
  expect(signIpn(body, 'secret', 'kept')).toBe(hmac('{"a":{"y":"x","z":null},"b":[{"c":2,"d":1},3]}'));
});

test('arrays become objects where the provider makes them so', () => {
  expect(signIpn(body, 'secret', 'objects')).toBe(
    hmac('{"a":{"y":"x","z":null},"b":{"0":{"c":2,"d":1},"1":3}}'),
  );
});
