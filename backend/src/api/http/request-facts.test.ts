import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';
import { requestIdOf } from './request-id.ts';

const request = (headers: Record<string, string>) =>
  ({ headers, socket: { remoteAddress: '10.0.0.1' } }) as unknown as IncomingMessage;

test('without a proxy nobody chooses the address they come from', () => {
  expect(clientAddress(request({ 'x-forwarded-for': '1.2.3.4' }), false)).toBe('10.0.0.1');
});

test('behind a proxy the address is what the proxy added last', () => {
  expect(clientAddress(request({ 'x-forwarded-for': '6.6.6.6, 1.2.3.4' }), true)).toBe('1.2.3.4');
  expect(clientAddress(request({}), true)).toBe('10.0.0.1');
});

test.each(['1234567', 'x'.repeat(129), 'has space in it', 'new\nline-new\nline', '<script>alert'])(
  'the request id %j is replaced',
  (id) => {
    expect(requestIdOf(request({ 'x-request-id': id }))).toMatch(/^[0-9a-f-]{36}$/);
  },
);

test('a sane request id is kept', () => {
  expect(requestIdOf(request({ 'x-request-id': 'trace-0001' }))).toBe('trace-0001');
});
