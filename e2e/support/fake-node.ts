import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As much of a Bitcoin node as health asks for, whose answers a test changes. */
export interface FakeNode {
  readonly url: string;
  /** By method; what is not here is answered as unknown. */
  readonly answers: Record<string, unknown>;
  /** Requests so far. */
  readonly calls: string[];
  /** Whether it answers at all. */
  isAway: boolean;
  close(): void;
}

export async function startFakeNode(): Promise<FakeNode> {
  const answers: Record<string, unknown> = {
    getblockchaininfo: {
      chain: 'regtest',
      blocks: 100,
      headers: 100,
      bestblockhash: 'ab'.repeat(32),
      pruned: false,
    },
    testmempoolaccept: [{ allowed: false, 'reject-reason': 'missing-inputs' }],
    getzmqnotifications: [],
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    if (node.isAway) return request.socket.destroy();
    const { id, method } = JSON.parse(body);
    node.calls.push(method);
    const known = Object.hasOwn(answers, method);
    const error = known ? null : { code: -32_601, message: 'Method not found' };
    response.end(JSON.stringify({ id, result: known ? answers[method] : null, error }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const node: FakeNode = {
    url: `http://127.0.0.1:${port}`,
    answers,
    calls: [],
    isAway: false,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return node;
}
