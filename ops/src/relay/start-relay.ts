import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StackError } from '../stack/errors.ts';
import { basicAuthorization, type RpcEndpoint, rpcCaller } from '../stack/rpc.ts';
import { failure, httpStatusOf, isRequest, type RpcReply, type RpcRequest } from './json-rpc.ts';
import { openRelay, type Relay } from './relay.ts';

export interface RelayOptions {
  readonly node: RpcEndpoint;
  /** Port on the loopback interface (default: a free one). */
  readonly port?: number;
  /** Where the side pool is kept over a restart (default: nowhere). */
  readonly file?: string;
}

/** The relay's own address; user and password are those of the node. */
export interface RelayServer extends RpcEndpoint {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Starts the regtest relay in front of a node: clients talk to it as to the node.
 * @throws StackError WRONG_CHAIN on any chain but regtest.
 */
export async function startRelay({ node, port = 0, file }: RelayOptions): Promise<RelayServer> {
  const call = rpcCaller(node);
  const { chain } = await call<{ chain: string }>('getblockchaininfo');
  if (chain !== 'regtest') {
    throw new StackError(
      'WRONG_CHAIN',
      `The relay serves regtest only, and the node is on ${chain}.`,
      'Use Bitcoin Core 30 or newer there: it relays spells itself.',
    );
  }
  const relay = await openRelay(call, file);
  const server = createServer((request, response) => {
    serve(relay, node, request, response).catch((error: unknown) => {
      // The node is away, or the client has gone: there is no answer to give.
      if (!response.headersSent) response.writeHead(502);
      response.end(error instanceof Error ? error.message : undefined);
    });
  });
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  return {
    ...node,
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    stop: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
      await relay.idle();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function serve(
  relay: Relay,
  node: RpcEndpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const path = request.url ?? '/';
  const authorization = request.headers.authorization ?? '';
  const forward = (text: string) =>
    fetch(new URL(path, node.url), {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: text,
    });
  const calls = parse(body);
  const list = Array.isArray(calls) ? calls : [calls];
  const ours = list.some((call) => isRequest(call) && relay.answers(call.method));
  // Other credentials than ours are for the node to judge: it refuses them, or serves them without the relay.
  const trusted = authorization === basicAuthorization(node.user, node.password);
  if (!ours || !trusted) {
    const answer = await forward(body);
    response.writeHead(answer.status, copiedHeaders(answer));
    response.end(Buffer.from(await answer.arrayBuffer()));
    return;
  }

  const client = rpcCaller({ ...node, url: new URL(path, node.url).href });
  if (!Array.isArray(calls)) {
    const reply = await relay.answer(calls as RpcRequest, client);
    send(response, httpStatusOf(calls as RpcRequest, reply), reply);
    return;
  }
  const replies: RpcReply[] = [];
  for (const call of calls) {
    if (isRequest(call) && relay.answers(call.method)) replies.push(await relay.answer(call, client));
    else replies.push(...(await forwardOne(forward, call)));
  }
  send(response, 200, replies);
}

/** Part of a batch that the node answers itself. */
async function forwardOne(forward: (text: string) => Promise<Response>, call: unknown): Promise<RpcReply[]> {
  const answer = await forward(JSON.stringify([call]));
  const text = await answer.text();
  if (text.startsWith('[')) return JSON.parse(text) as RpcReply[];
  return isRequest(call) ? [failure(call, new Error(`HTTP ${answer.status} ${text}`))] : [];
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function copiedHeaders(answer: Response): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of ['content-type', 'www-authenticate']) {
    const value = answer.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return headers;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_BODY_BYTES) throw new Error('the request is too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
