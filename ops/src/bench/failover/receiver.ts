import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A merchant's server for webhooks, and as much of a Bitcoin node as a start asks for. */
export interface Receiver {
  readonly url: string;
  /** How often each message came, by its id. */
  readonly messages: ReadonlyMap<string, number>;
  close(): void;
}

const NODE_ANSWERS: Readonly<Record<string, unknown>> = {
  getblockchaininfo: { chain: 'regtest', blocks: 0 },
  testmempoolaccept: [{ allowed: false, 'reject-reason': 'missing-inputs' }],
};

export async function startReceiver(): Promise<Receiver> {
  const messages = new Map<string, number>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      if (request.url === '/node') {
        const { id, method } = JSON.parse(body) as { id: unknown; method: string };
        return response.end(JSON.stringify({ id, result: NODE_ANSWERS[method] ?? null, error: null }));
      }
      const message = String(request.headers['webhook-id']);
      messages.set(message, (messages.get(message) ?? 0) + 1);
      return response.end('ok');
    });
  });
  server.keepAliveTimeout = 60_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, messages, close: () => server.close().closeAllConnections() };
}
