import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface HttpExchange {
  readonly method: 'GET' | 'POST';
  readonly body?: string;
  /** Ends the exchange, whatever it waits for. */
  readonly signal: AbortSignal;
  /** The answer is cut off here, and the exchange fails. */
  readonly maxAnswerBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** Keeps a connection that is silent for minutes from being forgotten on the way. */
const KEEP_ALIVE_MS = 30_000;

/**
 * One HTTP request. Not `fetch`: that gives up on an answer whose headers take longer than five minutes,
 * and a proof takes up to ten.
 */
export async function httpExchange(url: URL, exchange: HttpExchange): Promise<HttpAnswer> {
  const { method, body, signal, maxAnswerBytes } = exchange;
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const request = start(url, { method, headers, signal, agent: false }, (response) => {
      readBody(response, maxAnswerBytes).then(
        (bytes) => resolve({ status: response.statusCode ?? 0, body: bytes }),
        reject,
      );
    });
    request.on('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_MS));
    request.on('error', reject);
    request.end(body);
  });
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      response.destroy();
      throw new Error(`answer exceeds ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
