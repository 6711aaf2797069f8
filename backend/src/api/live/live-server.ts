import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { RateLimitedError, unexpectedErrors } from '../../platform/errors/index.ts';
import { inLogContext } from '../../platform/logging/index.ts';
import { addressKey } from '../../platform/rate-limit/index.ts';
import { LIVE_LIMITS } from '../documents/limits.ts';
import { clientAddress } from '../http/client-address.ts';
import { callerKey } from '../http/request-counter.ts';
import { requestIdOf } from '../http/request-id.ts';
import { type Connection, createLiveProtocol, type LiveProtocolOptions } from './live-protocol.ts';

export interface LiveServer {
  /** Answers the HTTP server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Refuses new connections and closes the open ones; those that do not follow are cut after `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
  readonly connections: number;
}

const PING_INTERVAL_MS = 15_000;
const GOING_AWAY = 1001;
const INTERNAL_ERROR = 4500;
const TOO_MANY_REQUESTS = 4429;

/** Accepts WebSocket connections at `path` and counts them; what is said on them is `live-protocol.ts`. */
export function createLiveServer(options: LiveProtocolOptions & { readonly path: string }): LiveServer {
  const { services, path } = options;
  const { config, logger, metrics, rateLimits } = services;
  const protocol = createLiveProtocol(options);
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: LIVE_LIMITS.messageBytes,
    handleProtocols,
  });
  const origins = new Set([...config.CORS_ORIGINS, new URL(config.PUBLIC_URL).origin]);
  const connectionsOf = new Map<string, number>();
  const answering = new WeakSet<WebSocket>();
  let closing = false;

  const pings = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!answering.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, PING_INTERVAL_MS);
  pings.unref();

  /** Browsers say which page connects: it must be one of ours. Other programs say nothing. */
  function mayConnect({ origin, host }: IncomingMessage['headers']): boolean {
    if (origin === undefined || origins.has(origin) || origins.has('*')) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  }

  /** Why a connection is refused, as an HTTP status line; undefined if it is not. */
  async function refusal(request: IncomingMessage, key: string): Promise<string | undefined> {
    if (closing) return '503 Service Unavailable';
    if (request.url?.split('?', 1)[0] !== path) return '404 Not Found';
    if (!mayConnect(request.headers)) return '403 Forbidden';
    if (sockets.clients.size >= LIVE_LIMITS.connections) return '503 Service Unavailable';
    if ((connectionsOf.get(key) ?? 0) >= LIVE_LIMITS.connectionsPerAddress) return '429 Too Many Requests';
    try {
      await rateLimits.spend('request', key);
    } catch (error) {
      if (error instanceof RateLimitedError) return '429 Too Many Requests';
      throw error;
    }
    return undefined;
  }

  function serve(socket: WebSocket, request: IncomingMessage, ip: string, key: string): void {
    const closed = new AbortController();
    const requestId = requestIdOf(request);
    const within = <Result>(work: () => Result) => inLogContext({ requestId }, work);
    const connection: Connection = {
      ip,
      requestId,
      logger,
      closed: closed.signal,
      signedIn: undefined,
      close: (code, reason) => socket.close(code, reason),
    };
    connectionsOf.set(key, (connectionsOf.get(key) ?? 0) + 1);
    metrics.liveConnections.inc();
    answering.add(socket);
    socket.on('pong', () => answering.add(socket));
    socket.on('error', (error) => within(() => logger.debug({ err: error }, 'live connection')));

    const onClosed = protocol.opened(
      {
        protocol: socket.protocol,
        close: connection.close,
        // Resolves once the data has left: a slow reader slows its own events down, and fills no memory.
        send: (data) =>
          new Promise((resolve, reject) => {
            if (socket.readyState !== socket.OPEN) return resolve();
            socket.send(data, (error) => (error ? reject(error) : resolve()));
          }),
        onMessage: (handle) =>
          socket.on('message', (data) =>
            within(async () => {
              try {
                const { signedIn } = connection;
                await rateLimits.spend('request', signedIn ? callerKey(signedIn.caller) : key);
                await handle(String(data));
              } catch (error) {
                if (error instanceof RateLimitedError) {
                  return socket.close(TOO_MANY_REQUESTS, `Too many requests: wait ${error.seconds} seconds`);
                }
                if (socket.readyState !== socket.OPEN) return;
                logger.error({ err: error }, 'live connection: a message could not be handled');
                unexpectedErrors.publish({ error });
                socket.close(INTERNAL_ERROR, 'Internal server error');
              }
            }),
          ),
      },
      connection,
    );
    socket.once('close', (code, reason) => {
      const left = (connectionsOf.get(key) ?? 1) - 1;
      if (left > 0) connectionsOf.set(key, left);
      else connectionsOf.delete(key);
      closed.abort();
      metrics.liveConnections.dec();
      within(() =>
        onClosed(code, String(reason)).catch((error: unknown) =>
          logger.error({ err: error }, 'live connection: closing'),
        ),
      );
    });
  }

  return {
    get connections() {
      return sockets.clients.size;
    },
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const ip = clientAddress(request, config.TRUST_PROXY);
      const key = addressKey(ip);
      refusal(request, key)
        .then((status) => {
          if (status) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
          else
            sockets.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, request, ip, key));
        })
        .catch((error: unknown) => {
          logger.error({ err: error }, 'live connection: upgrade');
          socket.destroy();
        });
    },
    async close(timeoutMs) {
      closing = true;
      clearInterval(pings);
      const clients = [...sockets.clients];
      const left = Promise.all(clients.map((socket) => new Promise((gone) => socket.once('close', gone))));
      for (const socket of clients) socket.close(GOING_AWAY, 'Going away');
      const cut = setTimeout(() => {
        for (const socket of clients) socket.terminate();
      }, timeoutMs);
      await left;
      clearTimeout(cut);
      sockets.close();
    },
  };
}
