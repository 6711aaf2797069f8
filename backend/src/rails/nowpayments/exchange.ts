import type { z } from 'zod';
import { type HttpAnswer, HttpFailure, httpRequest, retry } from '../../platform/http/index.ts';
import { parseJsonText } from '../../platform/json/index.ts';
import {
  NowPaymentsAnswerWrongError,
  NowPaymentsOutcomeUnknownError,
  NowPaymentsRefusedError,
  NowPaymentsUnavailableError,
} from './nowpayments.errors.ts';

export interface ExchangeOptions {
  /** Base URL with the version, such as `https://api.nowpayments.io/v1`. */
  readonly url: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly retry: { readonly attempts: number; readonly baseDelayMs: number };
}

/**
 * What doing it twice would do: nothing for a `read`, which is therefore tried again here; nothing that matters
 * for what is `harmless`, which the caller may try again; harm for `once`, which is never repeated blindly.
 */
export type Repetition = 'read' | 'harmless' | 'once';

export interface Call<T> {
  readonly repetition: Repetition;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Written as JSON; exact amounts through `rawNumber`. */
  readonly body?: unknown;
  readonly bearer?: string | undefined;
  /** What the answer has to look like, with numbers as text. */
  readonly answer: z.ZodType<T>;
}

/** The longest answers are lists of a few hundred payouts. */
const MAX_ANSWER_BYTES = 2_000_000;
const TOO_MANY_REQUESTS = 429;
const REQUEST_TIMEOUT = 408;
const MAX_WORDS = 200;

export type Exchange = <T>(call: Call<T>) => Promise<T>;

/**
 * One call with its checks, errors and repetitions.
 * @throws NowPaymentsUnavailableError, NowPaymentsRefusedError, NowPaymentsAnswerWrongError; for what is to be
 * done once, NowPaymentsOutcomeUnknownError where it may have been done
 */
export function createExchange({ url, apiKey, timeoutMs, retry: retrying }: ExchangeOptions): Exchange {
  const base = url.endsWith('/') ? url : `${url}/`;

  async function attempt<T>(call: Call<T>): Promise<T> {
    const target = new URL(call.path, base);
    for (const [name, value] of Object.entries(call.query ?? {})) target.searchParams.set(name, value);
    const answer = await httpRequest(target, {
      method: call.method,
      headers: {
        'x-api-key': apiKey,
        'content-type': 'application/json',
        ...(call.bearer !== undefined && { authorization: `Bearer ${call.bearer}` }),
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      timeoutMs,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    }).catch((error: unknown) => {
      if (!(error instanceof HttpFailure)) throw error;
      throw error.neverSent
        ? new NowPaymentsUnavailableError(error.reason, { cause: error })
        : uncertain(call, error.reason, error);
    });
    return read(call, answer);
  }

  return (call) =>
    call.repetition === 'read' ? retry(() => attempt(call), isUnavailable, retrying) : attempt(call);
}

function isUnavailable(error: unknown): boolean {
  return error instanceof NowPaymentsUnavailableError;
}

function read<T>(call: Call<T>, { status, text }: HttpAnswer): T {
  if (status === TOO_MANY_REQUESTS) throw new NowPaymentsUnavailableError(`HTTP ${status}`);
  if (status >= 400 && status < 500 && status !== REQUEST_TIMEOUT) throw refusal(status, text);
  if (status < 200 || status >= 300) throw uncertain(call, `HTTP ${status}`);
  const parsed = call.answer.safeParse(jsonOrText(text));
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)[0] ?? '';
  throw call.repetition === 'once'
    ? new NowPaymentsOutcomeUnknownError(call.path, `unexpected answer: ${problem}`, { cause: parsed.error })
    : new NowPaymentsAnswerWrongError(`${call.path}: ${problem}`, { cause: parsed.error });
}

/** It may or may not have been done. */
function uncertain(call: Call<unknown>, reason: string, cause?: unknown): Error {
  return call.repetition === 'once'
    ? new NowPaymentsOutcomeUnknownError(call.path, reason, { cause })
    : new NowPaymentsUnavailableError(reason, { cause });
}

/** `{status: false, statusCode, code, message}`, or whatever stands between us and the provider says. */
function refusal(status: number, text: string): NowPaymentsRefusedError {
  const body = jsonOrText(text);
  const field = (name: string): string => {
    const value = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    return typeof value === 'string' ? value.replace(/\p{C}+/gu, ' ').slice(0, MAX_WORDS) : '';
  };
  return new NowPaymentsRefusedError(status, field('code'), field('message') || `HTTP ${status}`);
}

/** Some answers are a bare word, `OK`. */
function jsonOrText(text: string): unknown {
  try {
    return parseJsonText(text);
  } catch {
    return text;
  }
}
