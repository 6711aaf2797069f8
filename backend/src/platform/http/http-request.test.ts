import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { HttpFailure, httpRequest } from './http-request.ts';
import { retry } from './retry.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(handle: RequestListener): Promise<URL> {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

const limits = { method: 'GET', timeoutMs: 5_000, maxAnswerBytes: 1_000 } as const;
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof HttpFailure ? error.reason : String(error)),
  );

test('gives status and text, whatever the status', async () => {
  const url = await serve((request, response) => {
    response.writeHead(418).end(`${request.method} ${request.headers['x-api-key']}`);
  });
  expect(await httpRequest(url, { ...limits, headers: { 'x-api-key': 'k' } })).toEqual({
    status: 418,
    text: 'GET k',
  });
});

test('an answer that is too large is not read to its end', async () => {
  const url = await serve((_request, response) => {
    response.end('x'.repeat(1_001));
  });
  expect(await failure(httpRequest(url, limits))).toBe('too-large');
  expect((await httpRequest(url, { ...limits, maxAnswerBytes: 1_001 })).text).toHaveLength(1_001);
});

test('an answer that does not come, or does not end, is given up', async () => {
  const silent = await serve(() => undefined);
  const endless = await serve((_request, response) => {
    response.write('begun');
  });
  expect(await failure(httpRequest(silent, { ...limits, timeoutMs: 20 }))).toBe('timeout');
  expect(await failure(httpRequest(endless, { ...limits, timeoutMs: 20 }))).toBe('timeout');
});

test('a connection that breaks may have carried the request; one that never was has not', async () => {
  const breaking = await serve((_request, response) => {
    response.destroy();
  });
  const broken = await httpRequest(breaking, limits).catch((error: unknown) => error);
  expect(broken).toMatchObject({ reason: 'broken', neverSent: false });

  const gone = await serve(() => undefined);
  await new Promise((resolve) => servers.at(-1)?.close(resolve));
  servers.pop();
  const unreachable = await httpRequest(gone, limits).catch((error: unknown) => error);
  expect(unreachable).toMatchObject({ reason: 'unreachable', neverSent: true });
});

test('redirects are answers like others', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  });
  expect((await httpRequest(url, limits)).status).toBe(302);
});

test('a caller that gives up gets its own reason', async () => {
  const url = await serve(() => undefined);
  const controller = new AbortController();
  const request = httpRequest(url, { ...limits, signal: controller.signal });
  controller.abort(new Error('shutting down'));
  await expect(request).rejects.toThrow('shutting down');
});

test('a retry is bounded and only for what is worth it', async () => {
  let tried = 0;
  const failing = (message: string) => () => {
    tried++;
    return Promise.reject(new Error(message));
  };
  const worthIt = (error: unknown) => error instanceof Error && error.message === 'again';
  const options = { attempts: 3, baseDelayMs: 1 };
  await expect(retry(failing('again'), worthIt, options)).rejects.toThrow('again');
  expect(tried).toBe(3);
  tried = 0;
  await expect(retry(failing('never'), worthIt, options)).rejects.toThrow('never');
  expect(tried).toBe(1);
  let left = 2;
  expect(
    await retry(async () => (left-- > 0 ? Promise.reject(new Error('again')) : 'done'), worthIt, options),
  ).toBe('done');
});
