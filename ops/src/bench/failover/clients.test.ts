import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { waitFor } from '../../stack/wait-for.ts';
import { type Clients, startClients } from './clients.ts';

interface Asked {
  readonly query: string;
  readonly variables: { readonly key?: string; readonly input?: { readonly amount: string } };
}
type Answer = 'good' | 'cut' | 'unavailable' | 'refused';

let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** A server that treats the nth attempt of each request, from 0 on, as told; and one client that pays. */
async function payAt(answer: (request: number, attempt: number) => Answer): Promise<{
  readonly clients: Clients;
  readonly asked: readonly Asked[];
}> {
  const asked: Asked[] = [];
  const numbers = new Map<string, number>();
  const attempts = new Map<string, number>();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const each = JSON.parse(body) as Asked;
      asked.push(each);
      const key = each.variables.key ?? '';
      if (!numbers.has(key)) numbers.set(key, numbers.size);
      const attempt = attempts.get(key) ?? 0;
      attempts.set(key, attempt + 1);
      const how = answer(numbers.get(key) ?? 0, attempt);
      if (how === 'cut') return request.socket.destroy();
      response.statusCode = how === 'unavailable' ? 503 : 200;
      return response.end(JSON.stringify(how === 'refused' ? { errors: [{ message: 'no' }] } : { data: {} }));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const shop = { merchantId: 'mer', token: 'token' };
  const load = { readers: 0, payers: 1, pauseMs: 1 };
  return { clients: startClients(`http://127.0.0.1:${port}/`, shop, ['cus'], load), asked };
}

async function until(condition: () => boolean): Promise<void> {
  await waitFor(condition, { what: 'the requests', timeoutMs: 60_000 });
}

test('a request that is answered counts once, and its credit by its reason', async () => {
  const { clients, asked } = await payAt(() => 'good');
  await until(() => clients.answered() >= 3);
  await clients.stop();
  expect([clients.failures, clients.retried()]).toEqual([[], 0]);
  expect(clients.answered()).toBe(asked.length);
  expect([...clients.credited].slice(0, 3)).toEqual([
    ['gift 0', 1n],
    ['gift 1', 2n],
    ['gift 2', 3n],
  ]);
});

test.each<Answer>(['cut', 'unavailable', 'refused'])(
  'a request that is %s once is repeated under its key and counted as such',
  async (how) => {
    const { clients, asked } = await payAt((request, attempt) =>
      request === 1 && attempt === 0 ? how : 'good',
    );
    await until(() => clients.answered() >= 3);
    await clients.stop();
    expect([clients.failures, clients.retried()]).toEqual([[], 1]);
    const repeated = asked.filter(({ variables }) => variables.key === 'failover-1');
    expect(repeated).toHaveLength(2);
    expect(repeated[1]).toEqual(repeated[0]);
    expect(clients.credited.get('gift 1')).toBe(2n);
  },
);

test.each<Answer>(['cut', 'unavailable', 'refused'])(
  'a request that is %s twice has failed, and its credit is not counted as given',
  async (how) => {
    const { clients } = await payAt((request) => (request === 1 ? how : 'good'));
    await until(() => clients.answered() >= 3);
    await clients.stop();
    expect(clients.failures).toHaveLength(1);
    expect([...clients.credited.keys()].slice(0, 2)).toEqual(['gift 0', 'gift 2']);
    expect(clients.retried()).toBe(0);
  },
);
