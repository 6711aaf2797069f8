import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A merchant's server in a process of its own: answers 200 with a few bytes, and never below /dead. */
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    if (!request.url?.startsWith('/dead')) response.end('ok');
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
