/** Why there is no answer. */
export type HttpFailureReason = 'timeout' | 'unreachable' | 'broken' | 'too-large';

/** There is no answer that can be read. Not for the public: each client says what it means for its service. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';

  constructor(
    readonly reason: HttpFailureReason,
    options?: { cause?: unknown },
  ) {
    super(reason, options);
  }

  /** Whether the service certainly never saw the request, because there was no connection to it. */
  get neverSent(): boolean {
    return this.reason === 'unreachable';
  }
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until it is given up, the reading of the answer included. */
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Failures of `connect` and of the name look-up: nothing has left this machine. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * One request with a bounded wait and a bounded answer. Redirects are not followed: credentials in headers
 * stay with the host they are meant for.
 * @throws HttpFailure; the reason of `signal` when the caller gave up
 */
export async function httpRequest(url: URL, request: HttpRequest): Promise<HttpAnswer> {
  const { method, headers, body, timeoutMs, maxAnswerBytes, signal } = request;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(headers && { headers }),
      ...(body !== undefined && { body }),
    });
    return { status: response.status, text: await readText(response, maxAnswerBytes) };
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof HttpFailure) throw cause;
    throw new HttpFailure(timeout.aborted ? 'timeout' : failureOf(cause), { cause });
  }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    bytes += part.value.length;
    if (bytes > maxBytes) {
      await reader?.cancel();
      throw new HttpFailure('too-large');
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function failureOf(error: unknown): HttpFailureReason {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return NEVER_CONNECTED.has(code) ? 'unreachable' : 'broken';
}
