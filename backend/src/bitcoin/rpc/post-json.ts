import { NodeUnavailableError } from '../bitcoin.errors.ts';
import type { RpcCallOptions } from './bitcoin-rpc.ts';
import type { Credentials } from './credentials.ts';
import { parseExactJson } from './exact-json.ts';

export interface Endpoint {
  readonly url: string;
  readonly credentials: Credentials;
  readonly timeoutMs: number;
}

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

/**
 * Sends one request and parses the answer, whatever its status: the node says errors of its own with 404, 500
 * or 200 and a JSON body.
 * @throws NodeUnavailableError; the reason of `signal` when the caller gave up
 */
export async function postJson(endpoint: Endpoint, body: unknown, options: RpcCallOptions): Promise<unknown> {
  const text = JSON.stringify(body);
  let answer = await send(endpoint, text, options);
  if (answer.status === UNAUTHORIZED && endpoint.credentials.refresh()) {
    answer = await send(endpoint, text, options);
  }
  if (answer.status === UNAUTHORIZED || answer.status === FORBIDDEN) {
    throw new NodeUnavailableError('it refuses our credentials');
  }
  try {
    return parseExactJson(answer.text);
  } catch (cause) {
    throw new NodeUnavailableError(`it answered HTTP ${answer.status} without JSON`, { cause });
  }
}

async function send(
  { url, credentials, timeoutMs }: Endpoint,
  body: string,
  options: RpcCallOptions,
): Promise<{ status: number; text: string }> {
  const authorization = await credentials.header();
  const timeout = AbortSignal.timeout(options.timeoutMs ?? timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new NodeUnavailableError(timeout.aborted ? 'it took too long' : 'it cannot be reached', { cause });
  }
}
