import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';
import { createWebhookSender, type SenderOptions } from './send.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A receiver on this machine, and what reached it. */
async function receiver(
  answer: Parameters<typeof createServer>[1] & object,
): Promise<{ url: string; port: number; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((req, res) => {
    seen.push(`${req.method} ${req.url}`);
    answer(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, port, seen };
}

function senderWith(options: SenderOptions) {
  const sender = createWebhookSender(options);
  closing.push(() => sender.close());
  return (url: string) => sender.send({ url, headers: { 'content-type': 'application/json' }, body: '{}' });
}

describe('addresses', () => {
  test.each(['1.1.1.1', '8.8.8.8', '2606:4700:4700::1111', '2a00:1450:4001::1'])('%s is public', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  test.each([
    ['127.0.0.1', 'this machine'],
    ['127.9.9.9', 'this machine'],
    ['0.0.0.0', 'any address'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['169.254.169.254', 'metadata'],
    ['100.100.100.200', 'metadata in shared space'],
    ['168.63.129.16', 'the host agent of a cloud'],
    ['100.64.0.1', 'shared'],
    ['192.0.0.8', 'reserved'],
    ['198.18.0.1', 'benchmarks'],
    ['203.0.113.7', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['240.0.0.1', 'reserved'],
    ['::', 'any address'],
    ['::1', 'this machine'],
    ['::ffff:127.0.0.1', 'mapped'],
    ['::ffff:7f00:1', 'mapped, in hex'],
    ['::127.0.0.1', 'compatible, deprecated'],
    ['64:ff9b::7f00:1', 'translated'],
    ['64:ff9b:1::1', 'translated locally'],
    ['2002:7f00:1::', '6to4'],
    ['2001::1', 'teredo'],
    ['2001:db8::1', 'documentation'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'site-local'],
    ['fd00:ec2::254', 'metadata'],
    ['ff02::1', 'multicast'],
    ['4000::1', 'not assigned'],
    ['localhost', 'a name'],
    ['', 'nothing'],
  ])('%s is not: %s', (address) => expect(isPublicAddress(address)).toBe(false));

  test('IPv4 mapped into IPv6 is judged as IPv4', () => {
    expect(isPublicAddress('::ffff:8.8.8.8')).toBe(true);
  });
});

describe('what is refused at the door of the connection', () => {
  test.each([
    'http://127.0.0.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::1]:PORT/',
    'http://169.254.169.254/latest/meta-data/',
  ])('%s', async (url) => {
    const { port, seen } = await receiver((_, res) => res.end('private'));
    const answer = await senderWith({})(url.replace('PORT', String(port)));
    expect(answer).toEqual({ error: expect.stringMatching(/has an address that is not public$/) });
    expect(seen).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['a private address', ['127.0.0.1']],
    ['a private address beside a public one', ['1.1.1.1', '127.0.0.1']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['no address', []],
  ])('a name with %s', async (_, addresses) => {
    const { port, seen } = await receiver((_req, res) => res.end('private'));
    const answer = await senderWith({ resolve: async () => addresses })(`http://hooks.example:${port}/`);
    expect(answer).toEqual({ error: 'hooks.example has an address that is not public' });
    expect(seen).toEqual([]);
  });

  test('a name that turns private: each connection goes to the addresses of the look-up that was checked', async () => {
    const { port, seen } = await receiver((_req, res) => res.end('private'));
    let lookups = 0;
    const send = senderWith({
      timeoutMs: 500,
      // Public when first asked, private ever after: a second look-up behind the check would reach the receiver.
      resolve: async () => (lookups++ === 0 ? ['1.0.0.0'] : ['127.0.0.1']),
    });
    const first = await send(`http://rebinding.example:${port}/`);
    expect(first.status).toBeUndefined();
    expect(lookups).toBe(1);
    expect(await send(`http://rebinding.example:${port}/`)).toEqual({
      error: 'rebinding.example has an address that is not public',
    });
    expect(seen).toEqual([]);
  });
});

describe('answers', () => {
  const local = (timeoutMs = 5_000) => senderWith({ allowPrivate: true, timeoutMs });

  test('are kept with their status, headers and first 4 kB', async () => {
    const { url } = await receiver((_, res) =>
      res.writeHead(500, { 'x-why': 'full' }).end('é'.repeat(10_000)),
    );
    const answer = await local()(url);
    expect(answer).toMatchObject({ status: 500, headers: { 'x-why': 'full' } });
    expect(answer.body).toBe('é'.repeat(2_048));
  });

  test('that never end are cut off', async () => {
    const { url } = await receiver((_, res) => {
      const pour = () => {
        while (!res.destroyed && res.write('x'.repeat(1_000)));
      };
      res.on('drain', pour);
      pour();
    });
    expect((await local()(url)).body).toBe('x'.repeat(4_096));
  });

  test('that redirect are answers: nobody follows them', async () => {
    const { url, seen } = await receiver((_, res) => res.writeHead(302, { location: '/elsewhere' }).end());
    expect((await local()(url)).status).toBe(302);
    expect(seen).toEqual(['POST /hook']);
  });

  test('that do not come, or stop in the middle, end with the time', async () => {
    const silent = await receiver(() => undefined);
    const halting = await receiver((_, res) => res.writeHead(200).write('x'));
    for (const { url } of [silent, halting]) {
      expect(await local(300)(url)).toEqual({ error: 'no answer within 0.3 s' });
    }
  });

  test('that cannot be had say why', async () => {
    expect(await local()('http://127.0.0.1:1/')).toEqual({ error: 'the connection was refused' });
    const { url } = await receiver((req) => req.socket.destroy());
    expect(await local()(url)).toEqual({ error: 'the connection broke' });
    const send = senderWith({
      resolve: () => Promise.reject(Object.assign(new Error('queryA'), { code: 'ENOTFOUND' })),
    });
    expect(await send('https://nobody.example/')).toEqual({ error: 'the host name does not exist' });
  });
});
