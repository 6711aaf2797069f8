import type { IncomingMessage } from 'node:http';

/**
 * The internet address of whoever asks. Behind a proxy it is the last that the proxy has added to
 * X-Forwarded-For: those before it are whatever the client chose to write.
 */
export function clientAddress(request: IncomingMessage, behindProxy: boolean): string {
  const forwarded = request.headers['x-forwarded-for'];
  const added =
    behindProxy && typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
  return added || (request.socket.remoteAddress ?? '');
}
