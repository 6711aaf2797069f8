import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ZodError } from 'zod';
import { StackError } from '../stack/errors.ts';
import { RpcFailure } from '../stack/rpc.ts';
import { type DevChain, ROUTES } from './routes.ts';

export interface DevWalletService {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const MAX_BODY_BYTES = 1_000_000;
/** Names of this machine, which a page elsewhere cannot take for its own. */
const OWN_HOSTS = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Serves what the development wallet in browsers needs of a regtest chain, on the loopback interface: coins, blocks,
 * broadcasts, reorganisations. The frontend's server asks for pages; pages themselves are refused, whosever they are.
 * @param port a free one for 0
 * @throws StackError WRONG_CHAIN on any chain but regtest.
 */
export async function startDevWallet(chain: DevChain, port = 0): Promise<DevWalletService> {
  const { chain: name } = await chain.rpc<{ chain: string }>('getblockchaininfo');
  if (name !== 'regtest') {
    throw new StackError(
      'WRONG_CHAIN',
      `The development wallet is for regtest only, and the node is on ${name}.`,
      'Use a wallet of your own there.',
    );
  }
  const server = createServer((request, response) => {
    answer(chain, request).then(
      (body) => send(response, 200, body),
      (error: unknown) => send(response, statusOf(error), { error: wordsOf(error) }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    stop: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(chain: DevChain, request: IncomingMessage): Promise<object> {
  if (request.headers.origin !== undefined) throw new Refusal(403, 'pages ask their own server');
  if (!OWN_HOSTS.test(request.headers.host ?? '')) throw new Refusal(403, 'asked by a strange name');
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const route = ROUTES[`${request.method} ${pathname}`];
  if (route === undefined) throw new Refusal(404, 'there is no such thing here');
  const given = request.method === 'GET' ? Object.fromEntries(searchParams) : await readJson(request);
  return route(chain, given);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_BODY_BYTES) throw new Refusal(413, 'the request is too large');
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw new Refusal(400, 'the body is no JSON');
  }
}

function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status;
  if (error instanceof ZodError) return 400;
  return error instanceof RpcFailure ? 422 : 502;
}

function wordsOf(error: unknown): string {
  if (error instanceof ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return error instanceof Error ? error.message : String(error);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
