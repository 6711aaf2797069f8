import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gql } from '@urql/core';
import { afterEach, expect, test, vi } from 'vitest';
import { queryApi } from './query-api.ts';

const asked = vi.hoisted(() => new Map<string, string>());
vi.mock('server-only', () => ({}));
vi.mock('next/headers', () => ({
  headers: async () => ({ get: (name: string) => asked.get(name) ?? null }),
}));

afterEach(() => {
  asked.clear();
  vi.unstubAllEnvs();
});

/** What the API hears and says. */
async function askApi(answer: object): Promise<{ heard: IncomingMessage; answer: object }> {
  const heard: IncomingMessage[] = [];
  const api = createServer((request, response) => {
    heard.push(request);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('API_URL', `http://127.0.0.1:${(api.address() as AddressInfo).port}`);
  try {
    const told = await queryApi(gql('{ currencies { code } }'), {});
    const [request] = heard;
    if (request === undefined) throw new Error('the API was not asked');
    return { heard: request, answer: told };
  } finally {
    api.close();
  }
}

test('a visitor is named by the address that was seen last, and never by what they wrote before it', async () => {
  asked.set('x-forwarded-for', '6.6.6.6, 203.0.113.7');
  const { heard, answer } = await askApi({ data: { currencies: [] } });
  expect(heard.headers['x-forwarded-for']).toBe('203.0.113.7');
  expect(answer).toEqual({ data: { currencies: [] } });
});

test('nobody is named where nothing is known', async () => {
  const { heard, answer } = await askApi({
    data: null,
    errors: [{ extensions: { code: 'INVOICE_NOT_FOUND' } }],
  });
  expect(heard.headers).not.toHaveProperty('x-forwarded-for');
  expect(answer).toEqual({ problem: 'not found' });
});
