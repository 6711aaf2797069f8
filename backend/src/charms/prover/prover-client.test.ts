import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSpell, decodeSpell, planApp } from '@charmbills/charms';
import { afterEach, expect, test } from 'vitest';
import { ERROR_TABLE } from '../../platform/errors/index.ts';
import { ProverAnswerWrongError, ProverRefusedError, ProverUnavailableError } from '../charms.errors.ts';
import type { ProveRequest } from './prove-request.ts';
import { createProverClient } from './prover-client.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

async function proverThat(handle: Handler, timeoutMs = 5_000) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    handle(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return createProverClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v15`,
    timeoutMs,
  });
}

const answer = (status: number, body: string): Handler => {
  return (_, response) => {
    response.writeHead(status).end(body);
  };
};

const app = planApp('ab'.repeat(32), 'cd'.repeat(32));
const request: ProveRequest = {
  spell: buildSpell({
    ins: [{ txid: '11'.repeat(32), vout: 3 }],
    outs: [{ coin: { amountSats: 1_000n, dest: Uint8Array.of(0x51) }, charms: [[app, 7n]] }],
  }),
  privateInputs: [[app, 'genesis']],
  binaries: new Map([['cd'.repeat(32), Uint8Array.of(0, 97, 115, 109)]]),
  prevTxs: [Uint8Array.of(1, 2, 3)],
  changeAddress: 'bcrt1qexample',
  feeRate: '1.252',
};

test('the request has the form of the published API and the answer is the transaction', async () => {
  let seen: { url: string | undefined; type: string | undefined; body: Record<string, unknown> } | undefined;
  const prover = await proverThat((incoming, response, body) => {
    seen = { url: incoming.url, type: incoming.headers['content-type'], body: JSON.parse(body) };
    response.end('[{"bitcoin":"0200"}]');
  });
  expect(await prover.prove(request)).toEqual(Uint8Array.of(2, 0));
  expect(seen?.url).toBe('/v15/spells/prove');
  expect(seen?.type).toBe('application/json');
  expect(decodeSpell(Buffer.from(String(seen?.body.spell), 'hex'))).toEqual(request.spell);
  expect(seen?.body).toMatchObject({
    app_private_inputs: { [`n/${'ab'.repeat(32)}/${'cd'.repeat(32)}`]: '6767656e65736973' },
    binaries: { ['cd'.repeat(32)]: 'AGFzbQ==' },
    prev_txs: [{ bitcoin: '010203' }],
    change_address: 'bcrt1qexample',
    fee_rate: 1.252,
    chain: 'bitcoin',
  });
});

test('a 400 is a refusal that carries the reason, one line of it, and is not to be repeated', async () => {
  const prover = await proverThat(answer(400, `no\n\tapp${'!'.repeat(2_000)}`));
  const error = await prover.prove(request).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ProverRefusedError);
  expect((error as ProverRefusedError).reason).toMatch(/^no app!{494}…$/);
  expect(ERROR_TABLE.PROVER_REFUSED.retryable).toBe(false);
});

test.each([500, 502, 429, 404, 302])(
  'status %i is a prover that is away, to be asked again',
  async (status) => {
    const prover = await proverThat(answer(status, 'busy'));
    await expect(prover.prove(request)).rejects.toBeInstanceOf(ProverUnavailableError);
    expect(ERROR_TABLE.PROVER_UNAVAILABLE.retryable).toBe(true);
  },
);

test('nobody listening is a prover that is away', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const prover = createProverClient({ url: `http://127.0.0.1:${port}`, timeoutMs: 1_000 });
  await expect(prover.prove(request)).rejects.toBeInstanceOf(ProverUnavailableError);
  expect(await prover.ready()).toBe(false);
});

test('an answer that does not come in time is a prover that is away', async () => {
  const prover = await proverThat(() => undefined, 50);
  await expect(prover.prove(request)).rejects.toBeInstanceOf(ProverUnavailableError);
});

test('an aborted request ends with the reason of the abort', async () => {
  const controller = new AbortController();
  const reason = new Error('shutting down');
  const prover = await proverThat(() => controller.abort(reason));
  await expect(prover.prove(request, { signal: controller.signal })).rejects.toBe(reason);
});

test.each([
  '',
  'null',
  '[]',
  '{"bitcoin":"00"}',
  '[{"bitcoin":"00"},{"bitcoin":"00"}]',
  '[{"bitcoin":"0"}]',
  '[{"bitcoin":"zz"}]',
  '[{"bitcoin":""}]',
  '[{"cardano":"00"}]',
  '["00"]',
])('a 200 that says %j is a wrong answer', async (body) => {
  const prover = await proverThat(answer(200, body));
  await expect(prover.prove(request)).rejects.toBeInstanceOf(ProverAnswerWrongError);
});

test('an endless answer is cut off', async () => {
  const prover = await proverThat((_, response) => {
    const chunk = 'x'.repeat(1_000_000);
    const write = () => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once('drain', write);
    };
    write();
  });
  await expect(prover.prove(request)).rejects.toMatchObject({
    code: 'PROVER_UNAVAILABLE',
    cause: { message: 'answer exceeds 8100000 bytes' },
  });
});

test('readiness is the answer of /ready', async () => {
  const paths: (string | undefined)[] = [];
  const prover = await proverThat((incoming, response) => {
    paths.push(incoming.url);
    response.end('OK');
  });
  expect(await prover.ready()).toBe(true);
  expect(paths).toEqual(['/v15/ready']);
  expect(await (await proverThat(answer(503, ''))).ready()).toBe(false);
});
