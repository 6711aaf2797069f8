import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request as plainRequest, type Server } from 'node:http';
import { type ClientHttp2Session, connect } from 'node:http2';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { freePort } from '../stack/ports.ts';
import { waitFor } from '../stack/wait-for.ts';
import { API_HOST, APP_HOST, type NginxFolder, nginxFolder } from './testing/nginx.ts';
import { obtainProgram } from './testing/obtain-program.ts';

/** What one of the processes behind nginx was asked. */
interface Seen {
  readonly by: string;
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
}

const seen: Seen[] = [];
const servers: Server[] = [];
let nginx: NginxFolder;
let running: { stop(): Promise<unknown> };

/** Answers everything, except that it hangs up on whoever asks for /hang-up. */
async function startUpstream(by: string): Promise<number> {
  const server = createServer(({ method, url, headers, socket }, response) => {
    seen.push({ by, method, url, headers });
    if (url === '/hang-up') socket.destroy();
    else response.setHeader('strict-transport-security', 'max-age=1').end(by);
  });
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  sockets.on('connection', (socket) => socket.send(by));
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function ask(path: string, options: { method?: string; host?: string; headers?: object } = {}) {
  const { method = 'GET', host = API_HOST, headers = {} } = options;
  return new Promise<Answer>((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: nginx.httpsPort,
        servername: host,
        method,
        path,
        headers: { host, ...headers },
        rejectUnauthorized: false,
        agent: false,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          body += piece;
        });
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
      },
    );
    asked.on('error', reject);
    asked.end(method === 'POST' ? '{}' : undefined);
  });
}

const isThere =
  (await obtainProgram('nginx')) !== undefined && (await obtainProgram('openssl')) !== undefined;

describe.skipIf(!isThere)('nginx', () => {
  beforeAll(async () => {
    const [one, two, app, nobody] = [
      await startUpstream('api one'),
      await startUpstream('api two'),
      await startUpstream('app'),
      await freePort(),
    ];
    nginx = await nginxFolder({
      api: [one, two, nobody]
        .map((port) => `server 127.0.0.1:${port} max_fails=3 fail_timeout=10s;`)
        .join(' '),
      app: `server 127.0.0.1:${app};`,
    });
    await nginx.check();
    running = await nginx.start();
    await waitFor(() => ask('/health').catch(() => undefined), {
      what: 'an answer of nginx',
      timeoutMs: 20_000,
    });
  });

  afterAll(async () => {
    await running?.stop();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await nginx?.remove();
  });

  test('nginx finds nothing wrong with the configuration', async () => {
    expect((await nginx.check()).join('\n')).toContain('test is successful');
    expect((await nginx.check()).join('\n')).not.toContain('[warn]');
  });

  test('the API and the pages are told apart by name, and other names get no certificate', async () => {
    expect((await ask('/', { host: APP_HOST })).body).toBe('app');
    expect((await ask('/')).body).toMatch(/^api/);
    await expect(ask('/', { host: 'other.example.com' })).rejects.toThrow();
  });

  test('plain HTTP is sent to TLS', async () => {
    const response = await fetch(`http://127.0.0.1:${nginx.httpPort}/x?y=1`, { redirect: 'manual' });
    expect(response.status).toBe(301);
    expect(response.headers.get('location')).toBe('https://127.0.0.1/x?y=1');
  });

  test('HTTP/2 is spoken', async () => {
    const session: ClientHttp2Session = connect(`https://127.0.0.1:${nginx.httpsPort}`, {
      servername: API_HOST,
      rejectUnauthorized: false,
    });
    const status = await new Promise((resolve, reject) => {
      session.on('error', reject);
      const stream = session.request({ ':path': '/health', ':authority': API_HOST });
      stream.on('response', (headers) => resolve(headers[':status']));
      stream.resume();
    });
    session.close();
    expect([status, session.alpnProtocol]).toEqual([200, 'h2']);
  });

  test('HSTS is said once, whatever the backend says', async () => {
    const { headers } = await ask('/health');
    expect(headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
    expect(headers.server).toBe('nginx');
  });

  test('the backend learns the address that nginx saw, and nothing that the client claims', async () => {
    await ask('/claims', { headers: { 'x-forwarded-for': '6.6.6.6', 'x-request-id': 'trace-0001' } });
    const { headers } = seen.find(({ url }) => url === '/claims') ?? {};
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-request-id': 'trace-0001',
      host: API_HOST,
    });
    await ask('/insane', { headers: { 'x-request-id': 'bad id' } });
    expect(seen.find(({ url }) => url === '/insane')?.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
  });

  test('live updates pass as WebSockets', async () => {
    const socket = new WebSocket(`wss://127.0.0.1:${nginx.httpsPort}/graphql`, {
      agent: new Agent({ servername: API_HOST }),
      headers: { host: API_HOST },
      rejectUnauthorized: false,
    });
    const greeting = await new Promise((resolve, reject) => {
      socket.on('message', (data) => resolve(String(data)));
      socket.on('error', reject);
    });
    socket.terminate();
    expect(greeting).toMatch(/^api/);
  });

  describe('when a process behind it is gone', () => {
    test('a connection that does not come about is tried with another', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/spread', { method: 'POST' })));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
      expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['api one', 'api two']));
    });

    test('what has no effect is asked of another, and a POST that was sent never is', async () => {
      const askedFor = (method: string) =>
        seen.filter((each) => each.url === '/hang-up' && each.method === method).length;
      expect((await ask('/hang-up', { method: 'POST' })).status).toBe(502);
      expect(askedFor('POST')).toBe(1);
      await waitFor(async () => (await ask('/health')).status === 200, {
        what: 'a process that answers',
        timeoutMs: 20_000,
      });
      await ask('/hang-up');
      expect(askedFor('GET')).toBeGreaterThan(1);
    });
  });

  test('how the installation does is for operators’ addresses, and this machine is one', async () => {
    for (const path of ['/ready', '/metrics', '/health/db']) {
      await waitFor(async () => (await ask(path)).status === 200, {
        what: `an answer to ${path}`,
        timeoutMs: 20_000,
      });
    }
  });

  test('the pages of operators can be closed to all but one network', async () => {
    expect((await ask('/operator/jobs', { host: APP_HOST })).status).toBe(200);
    const file = join(nginx.folder, 'charmbills/operator-pages.conf');
    const open = await readFile(file, 'utf8');
    await writeFile(file, open.replaceAll('#allow', 'allow').replaceAll('#deny', 'deny'));
    await running.stop();
    running = await nginx.start();
    const status = (path: string) => ask(path, { host: APP_HOST }).then((answer) => answer.status);
    await waitFor(async () => (await status('/operators-guide').catch(() => 0)) === 200, {
      what: 'an answer of nginx',
      timeoutMs: 20_000,
    });
    expect([await status('/operator'), await status('/operator/jobs')]).toEqual([403, 403]);
  });

  test('whoever floods is told to wait, and payment providers never are', async () => {
    const many = (path: string) => Promise.all(Array.from({ length: 150 }, () => ask(path)));
    const flood = [...(await many('/flood')), ...(await many('/flood')), ...(await many('/flood'))];
    expect(flood.map(({ status }) => status)).toContain(429);
    const notices = await Promise.all(
      Array.from({ length: 60 }, () => ask('/api/webhooks/x', { method: 'POST' })),
    );
    expect(new Set(notices.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('the log names each request by its id, without queries', async () => {
    await ask('/logged?token=secret', { headers: { 'x-request-id': 'logged-0001' } });
    const line = await waitFor(
      async () =>
        (await readFile(join(nginx.folder, 'logs/access.log'), 'utf8'))
          .split('\n')
          .find((each) => each.includes('logged-0001')),
      { what: 'the line of the log', timeoutMs: 20_000 },
    );
    expect(JSON.parse(line)).toMatchObject({
      path: '/logged',
      address: '127.0.0.1',
      requestId: 'logged-0001',
    });
    expect(line).not.toContain('secret');
  });

  describe('behind a load balancer', () => {
    let inner: NginxFolder;
    let process: { stop(): Promise<unknown> };
    beforeAll(async () => {
      const upstream = `server 127.0.0.1:${await startUpstream('behind')};`;
      inner = await nginxFolder({ api: upstream, app: upstream }, 'behind-balancer');
      process = await inner.start();
    });
    afterAll(async () => {
      await process?.stop();
      await inner?.remove();
    });
    const balanced = (path: string, headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = plainRequest(
          { host: '127.0.0.1', port: inner.httpPort, path, headers, agent: false },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        );
        asked.on('error', reject);
        asked.end();
      });

    test('the address is the last that the balancer has added, and TLS is demanded there', async () => {
      await waitFor(() => balanced('/health', {}).catch(() => undefined), {
        what: 'an answer of nginx',
        timeoutMs: 20_000,
      });
      const headers = { host: API_HOST, 'x-forwarded-for': '6.6.6.6, 203.0.113.9' };
      expect(await balanced('/balanced', { ...headers, 'x-forwarded-proto': 'https' })).toBe(200);
      expect(seen.find(({ url }) => url === '/balanced')?.headers).toMatchObject({
        'x-forwarded-for': '203.0.113.9',
        'x-forwarded-proto': 'https',
      });
      expect(await balanced('/', { ...headers, 'x-forwarded-proto': 'http' })).toBe(301);
      expect(await balanced('/', { host: 'other.example.com' })).toBe(404);
      expect(await balanced('/metrics', { ...headers, 'x-forwarded-proto': 'https' })).toBe(403);
    });
  });
});
