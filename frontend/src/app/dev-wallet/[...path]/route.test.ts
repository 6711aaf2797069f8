import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NextRequest } from 'next/server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { GET, POST } from './route.ts';

vi.mock('server-only', () => ({}));

let service: Server;
const asked: string[] = [];

beforeAll(async () => {
  service = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    asked.push(`${request.method} ${request.url} ${body} ${request.headers.origin ?? 'no origin'}`);
    response.writeHead(request.url === '/broadcast' ? 422 : 200, { 'content-type': 'application/json' });
    response.end('{"coins":[]}');
  });
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done));
});
afterAll(() => service.close());
beforeEach(() => {
  asked.length = 0;
  vi.stubEnv('DEV_WALLET_URL', `http://127.0.0.1:${(service.address() as AddressInfo).port}`);
  vi.stubEnv('NEXT_PUBLIC_BITCOIN_NETWORK', 'regtest');
});
afterEach(() => vi.unstubAllEnvs());

const PAGE = 'http://shop.example:3000';

function call(method: 'GET' | 'POST', path: string, origin: string | undefined = PAGE): Promise<Response> {
  const headers = { host: 'shop.example:3000', ...(origin !== undefined && { origin }) };
  const init = method === 'POST' ? { method, headers, body: '{"blocks":1}' } : { method, headers };
  const request = new NextRequest(`${PAGE}/dev-wallet/${path}`, init);
  const params = Promise.resolve({ path: (path.split('?')[0] ?? '').split('/') });
  return method === 'GET' ? GET(request, { params }) : POST(request, { params });
}

test('leads on what the development service has, as a server asks', async () => {
  const answer = await call('GET', 'coins?address=bcrt1q');
  expect([answer.status, await answer.json()]).toEqual([200, { coins: [] }]);
  expect((await call('POST', 'mine')).status).toBe(200);
  expect((await call('POST', 'broadcast')).status).toBe(422);
  expect(asked).toEqual([
    'GET /coins?address=bcrt1q  no origin',
    'POST /mine {"blocks":1} no origin',
    'POST /broadcast {"blocks":1} no origin',
  ]);
});

test('leads nothing else on', async () => {
  for (const path of ['', 'stop', 'mine/..', '../mine', 'coins/mine']) {
    expect((await call('POST', path)).status).toBe(404);
  }
  expect((await call('GET', 'mine')).status).toBe(404);
  expect(asked).toEqual([]);
});

test('other sites mine no blocks here', async () => {
  expect((await call('POST', 'mine', 'https://elsewhere.example')).status).toBe(403);
  expect((await call('POST', 'mine', 'null')).status).toBe(403);
  expect(asked).toEqual([]);
});

test('without a service, and on every network but regtest, there is nothing here', async () => {
  for (const network of ['mainnet', 'testnet4']) {
    vi.stubEnv('NEXT_PUBLIC_BITCOIN_NETWORK', network);
    expect((await call('POST', 'mine')).status).toBe(404);
  }
  vi.stubEnv('NEXT_PUBLIC_BITCOIN_NETWORK', 'regtest');
  vi.stubEnv('DEV_WALLET_URL', '');
  expect((await call('GET', 'coins')).status).toBe(404);
  expect(asked).toEqual([]);
});

test('a service that is away is said so', async () => {
  vi.stubEnv('DEV_WALLET_URL', 'http://127.0.0.1:1');
  expect((await call('GET', 'coins')).status).toBe(502);
});
