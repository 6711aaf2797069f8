import { request } from 'undici';
import { AddressRefusedError } from '../webhooks.errors.ts';
import { type AgentOptions, createGuardedAgent } from './guarded-agent.ts';
import { createResolve, resolveLocally } from './resolve.ts';

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of one request. `error` when there was no answer, or none within the time. */
export interface WebhookAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The first bytes. */
  readonly body?: string;
  readonly error?: string;
}

/** Sends requests to merchants' endpoints. */
export interface WebhookSender {
  /** Never throws: what goes wrong is the answer. Rejects only by `signal`'s reason. */
  send(request: WebhookRequest, signal?: AbortSignal): Promise<WebhookAnswer>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** From the first look-up to the last byte that is read. */
export const TIMEOUT_MS = 10_000;
export const BODY_BYTES = 4_096;
/** As much of a longer body is read and forgotten, so that its connection can be used again. */
const READ_BYTES = 65_536;
const HEADERS_LIMIT = 50;
const HEADER_CHARACTERS = 500;

export interface SenderOptions extends Partial<AgentOptions> {
  readonly timeoutMs?: number;
}

export function createWebhookSender({
  allowPrivate = false,
  timeoutMs = TIMEOUT_MS,
  resolve = allowPrivate ? resolveLocally : createResolve(),
  connectTimeoutMs = timeoutMs,
  ...others
}: SenderOptions = {}): WebhookSender {
  const agent = createGuardedAgent({ allowPrivate, resolve, connectTimeoutMs, ...others });
  return {
    async send({ url, headers, body }, signal) {
      const giveUp = new AbortController();
      const timer = setTimeout(() => giveUp.abort(), timeoutMs);
      const stop = () => giveUp.abort();
      signal?.addEventListener('abort', stop);
      try {
        const response = await request(url, {
          dispatcher: agent,
          method: 'POST',
          headers,
          body,
          signal: giveUp.signal,
        });
        const text = await readStart(response.body);
        return { status: response.statusCode, headers: boundedHeaders(response.headers), body: text };
      } catch (error) {
        signal?.throwIfAborted();
        if (giveUp.signal.aborted) return { error: `no answer within ${timeoutMs / 1_000} s` };
        return { error: reasonOf(error) };
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      }
    },
    close: () => agent.destroy(),
  };
}

async function readStart(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    if (bytes < BODY_BYTES) chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > READ_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, BODY_BYTES).toString('utf8');
}

function boundedHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).slice(0, HEADERS_LIMIT);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, String(value).slice(0, HEADER_CHARACTERS)]),
  );
}

/** For the merchant: what failed, and nothing of the network that this runs in. */
function reasonOf(error: unknown): string {
  if (error instanceof AddressRefusedError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (/CERT|SSL|TLS/.test(code) ? `TLS: ${code}` : 'the connection broke');
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the host name does not exist',
  ENODATA: 'the host name has no address',
  ETIMEOUT: 'the name servers of the host do not answer',
  EAI_AGAIN: 'the name servers of the host do not answer',
  ESERVFAIL: 'the name servers of the host fail',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'the connection could not be made in time',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too large',
};
