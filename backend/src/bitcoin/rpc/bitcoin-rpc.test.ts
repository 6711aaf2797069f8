import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type NodeUnavailableError } from '../bitcoin.errors.ts';
import { startServer, type TestServer } from '../testing/http-server.ts';
import { createBitcoinRpc } from './create-bitcoin-rpc.ts';
import { RpcError } from './rpc-error.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Sent {
  readonly id: number;
  readonly method: string;
  readonly params: unknown[];
}
type Reply = (body: Sent | Sent[], response: ServerResponse, request: IncomingMessage) => unknown;

/** A node that answers with what `reply` returns, or leaves the response to it when it returns undefined. */
async function client(reply: Reply, options: { cookieFile?: string; timeoutMs?: number } = {}) {
  server = await startServer((request, response, body) => {
    const answer = reply(JSON.parse(body), response, request);
    if (answer !== undefined) response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  const retry = { attempts: 3, baseDelayMs: 1 };
  return createBitcoinRpc({ url: server.url, user: 'u', password: 'p', timeoutMs: 5_000, retry, ...options });
}

const one = (body: Sent | Sent[]): Sent => (Array.isArray(body) ? (body[0] as Sent) : body);
const reason = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: NodeUnavailableError) => `${error.code}: ${error.reason}`,
  );

test('sends method, parameters and credentials, and gives the result', async () => {
  const rpc = await client((body, _response, request) => ({
    id: one(body).id,
    error: null,
    result: [one(body).method, ...one(body).params, request.headers.authorization],
  }));
  const basic = `Basic ${Buffer.from('u:p').toString('base64')}`;
  expect(await rpc.call('getblockhash', [7])).toEqual(['getblockhash', 7, basic]);
  expect(rpc.callCount).toBe(1);
});

test('an error of the node keeps its code and words, whatever the HTTP status', async () => {
  const rpc = await client((body, response) => {
    response.statusCode = 500;
    return { id: one(body).id, result: null, error: { code: -5, message: 'Block not found' } };
  });
  const error = await rpc.call('getblockheader', ['00']).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RpcError);
  expect(error).toMatchObject({ method: 'getblockheader', rpcCode: -5, reason: 'Block not found' });
  expect(rpc.callCount).toBe(1);
});

test('a batch is one request, answered in the order asked, errors among the results', async () => {
  let requests = 0;
  const rpc = await client((body) => {
    requests++;
    const answers = (body as Sent[]).map(({ id, params }) =>
      params[0] === 2 ? { id, error: { code: -8, message: 'no' } } : { id, result: params[0] },
    );
    return answers.reverse();
  });
  const results = await rpc.batch([1, 2, 3].map((height) => ({ method: 'getblockhash', params: [height] })));
  expect(results).toEqual([1, new RpcError('getblockhash', -8, 'no'), 3]);
  expect({ requests, calls: rpc.callCount }).toEqual({ requests: 1, calls: 3 });
  expect(await rpc.batch([])).toEqual([]);
});

test('reads are repeated a few times when the node does not answer; nothing else is', async () => {
  const seen: string[] = [];
  const rpc = await client((body, response) => {
    const { id, method } = one(body);
    seen.push(method);
    if (seen.length < 3) {
      response.statusCode = 503;
      return 'Work queue depth exceeded';
    }
    return { id, result: 'fine' };
  });
  expect(await rpc.call('getblockcount')).toBe('fine');
  expect(seen).toHaveLength(3);

  seen.length = 0;
  expect(await reason(rpc.call('sendrawtransaction', ['00']))).toBe(
    'NODE_UNAVAILABLE: it answered HTTP 503 without JSON',
  );
  expect(seen).toEqual(['sendrawtransaction']);

  seen.length = 0;
  const mixed = rpc.batch([{ method: 'getblockcount' }, { method: 'sendrawtransaction' }]);
  expect(await reason(mixed)).toContain('NODE_UNAVAILABLE');
  expect(seen).toHaveLength(1);
});

test('the attempts are bounded', async () => {
  const rpc = await client((_body, response) => {
    response.destroy();
  });
  expect(await reason(rpc.call('getblockcount'))).toBe('NODE_UNAVAILABLE: it cannot be reached');
  expect(rpc.callCount).toBe(3);
});

test('an answer that takes too long is given up', async () => {
  const rpc = await client(() => undefined, { timeoutMs: 20 });
  expect(await reason(rpc.call('sendrawtransaction'))).toBe('NODE_UNAVAILABLE: it took too long');
});

test('a caller that gives up gets its own reason, at once', async () => {
  const rpc = await client(() => undefined);
  const controller = new AbortController();
  const call = rpc.call('getblockcount', [], { signal: controller.signal });
  controller.abort(new Error('shutting down'));
  await expect(call).rejects.toThrow('shutting down');
  expect(rpc.callCount).toBe(1);
});

test('a node that is still starting counts as away', async () => {
  const rpc = await client((body) => ({
    id: one(body).id,
    error: { code: -28, message: 'Loading block index…' },
  }));
  expect(await reason(rpc.call('getblockcount'))).toBe(
    'NODE_UNAVAILABLE: it is starting: Loading block index…',
  );
  expect(rpc.callCount).toBe(3);
});

test.each(['', '<html>', '{}', '[]', 'null', '{"id":7,"result":1}'])('%j is not an answer', async (text) => {
  const rpc = await client((_body, response) => {
    response.end(text);
  });
  expect(await reason(rpc.call('sendrawtransaction'))).toContain('NODE_UNAVAILABLE');
});

test('a wrong password is said plainly', async () => {
  const rpc = await client((_body, response) => {
    response.writeHead(401).end();
  });
  expect(await reason(rpc.call('getblockcount'))).toBe('NODE_UNAVAILABLE: it refuses our credentials');
});

test('the cookie is read again once the node has restarted with another', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-cookie-'));
  const cookieFile = join(folder, '.cookie');
  try {
    let valid = '__cookie__:one';
    await writeFile(cookieFile, `${valid}\n`);
    const rpc = await client(
      (body, response, request) => {
        const expected = `Basic ${Buffer.from(valid).toString('base64')}`;
        if (request.headers.authorization === expected) return { id: one(body).id, result: valid };
        response.writeHead(401).end();
      },
      { cookieFile },
    );
    expect(await rpc.call('getblockcount')).toBe('__cookie__:one');
    valid = '__cookie__:two';
    await writeFile(cookieFile, valid);
    expect(await rpc.call('sendrawtransaction')).toBe('__cookie__:two');
    await rm(cookieFile);
    valid = '__cookie__:three';
    expect(await reason(rpc.call('sendrawtransaction'))).toBe(
      'NODE_UNAVAILABLE: its cookie file cannot be read',
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
