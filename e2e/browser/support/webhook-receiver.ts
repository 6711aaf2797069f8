import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a merchant's server was told. */
export interface ReceivedWebhook {
  readonly id: string;
  readonly type: string;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** The status of its answers from here on. */
  answerWith(status: number): void;
  close(): Promise<void>;
}

/** A merchant's server on this machine, which takes webhooks and remembers them. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { type } = JSON.parse(Buffer.concat(parts).toString());
    received.push({ id: String(request.headers['webhook-id']), type });
    response
      .writeHead(status, { 'content-type': 'text/plain' })
      .end(status === 200 ? 'thank you' : 'not today');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/hooks`,
    received,
    answerWith: (next) => {
      status = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
