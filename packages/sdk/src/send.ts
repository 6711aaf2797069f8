import { CharmBillsError, type Facts } from './errors.ts';
import type { ErrorCode } from './generated/error-codes.ts';

export interface Attempt {
  readonly url: string;
  readonly token: string | undefined;
  readonly body: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly fetch: typeof fetch;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly retryable?: boolean; readonly facts?: Facts };
  }[];
}

/**
 * Sends a request once and gives the data of the answer.
 * @throws CharmBillsError; the reason of `signal` when the caller has called it off
 */
export async function send(attempt: Attempt): Promise<unknown> {
  const { response, text } = await exchange(attempt);
  const { status } = response;
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const answer = parse(text);
  const [error] = answer?.errors ?? [];
  if (error) {
    const { code = 'INTERNAL', retryable = false, facts = {} } = error.extensions ?? {};
    const { message } = error;
    throw new CharmBillsError({ code: code as ErrorCode, message, retryable, facts, status, requestId });
  }
  if (answer?.data === undefined || answer.data === null) {
    const message = `The server answered with ${status} and nothing that can be read.`;
    const retryable = status >= 500 || status === 429;
    throw new CharmBillsError({ code: 'ANSWER_UNREADABLE', message, retryable, status, requestId });
  }
  return answer.data;
}

async function exchange({ url, token, body, timeoutMs, signal, fetch }: Attempt) {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return { response, text: await response.text() };
  } catch (cause) {
    signal?.throwIfAborted();
    const code = timeout.aborted ? 'TIMEOUT' : 'NETWORK';
    const message = timeout.aborted
      ? `The server did not answer within ${timeoutMs} ms.`
      : 'The server cannot be reached.';
    throw new CharmBillsError({ code, message, retryable: true }, { cause });
  }
}

function parse(text: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}
