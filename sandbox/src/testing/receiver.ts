import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedIpn {
  readonly signature: string | undefined;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly ReceivedIpn[];
  /** What further notifications are answered with. */
  status: number;
  close(): Promise<void>;
}

/** Where a simulator's notifications go. */
export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedIpn[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const signature = request.headers['x-nowpayments-sig'];
    received.push({ body, signature: typeof signature === 'string' ? signature : undefined });
    response.writeHead(receiver.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ipn`,
    received,
    status: 200,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return receiver;
}
