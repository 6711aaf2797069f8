import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { waitFor } from '../../stack/wait-for.ts';
import { startWatchers, type Watchers } from './watchers.ts';

let server: WebSocketServer;
let watchers: Watchers;
afterEach(async () => {
  await watchers.stop();
  for (const socket of server.clients) socket.terminate();
  server.close();
});

/** Speaks as much of graphql-transport-ws as it takes to say that the plan is off sale, or that it cannot be watched. */
async function watch(
  count: number,
): Promise<{ readonly say: (connections: number, payload: object) => void }> {
  server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: () => 'graphql-transport-ws',
  });
  await once(server, 'listening');
  const subscribed: { readonly socket: WebSocket; readonly id: string }[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { type, id } = JSON.parse(String(data)) as { type: string; id: string };
      if (type === 'connection_init') socket.send(JSON.stringify({ type: 'connection_ack' }));
      if (type === 'subscribe') subscribed.push({ socket, id });
    });
  });
  const { port } = server.address() as AddressInfo;
  watchers = startWatchers(`http://127.0.0.1:${port}/`, 'token', 'plan', count);
  await waitFor(() => subscribed.length === count, { what: 'all connections', timeoutMs: 60_000 });
  return {
    say(connections, payload) {
      const open = subscribed.filter(({ socket }) => socket.readyState === WebSocket.OPEN);
      for (const { socket, id } of open.slice(0, connections))
        socket.send(JSON.stringify({ type: 'next', id, payload }));
    },
  };
}

const archived = { data: { planUpdated: { status: 'ARCHIVED' } } };

test('whoever is told counts, once; whoever is not is missing', async () => {
  const { say } = await watch(3);
  say(3, { data: { planUpdated: { status: 'ACTIVE' } } });
  expect(await watchers.told(200)).toBe(0);
  say(2, archived);
  say(2, archived);
  expect(await watchers.told(500)).toBe(2);
  say(3, archived);
  expect(await watchers.told(60_000)).toBe(3);
  expect([watchers.failures, watchers.reconnected()]).toEqual([[], 0]);
});

test('an error is a failure, and a connection that ends is made again and counted', async () => {
  const { say } = await watch(1);
  say(1, { errors: [{ message: 'not yours' }] });
  await waitFor(() => watchers.failures.length === 1, { what: 'the failure', timeoutMs: 60_000 });
  for (const socket of server.clients) socket.close(1012, 'restarting');
  await waitFor(() => watchers.reconnected() === 1, { what: 'another connection', timeoutMs: 60_000 });
});
