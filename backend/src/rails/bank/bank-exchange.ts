import { z } from 'zod';
import { type HttpAnswer, HttpFailure, httpRequest } from '../../platform/http/index.ts';
import { parseJsonText } from '../../platform/json/index.ts';
import { BankAnswerWrongError, BankRefusedError, BankUnavailableError } from './bank.errors.ts';

export interface BankConnection {
  /** Base URL with the version. */
  readonly url: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

export interface BankCall<T> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
  /** Makes a POST safe to repeat. */
  readonly idempotencyKey?: string;
  /** What the answer has to look like, with numbers as text. */
  readonly answer: z.ZodType<T>;
}

/** A page of a hundred lines has some 25 kB. */
const MAX_ANSWER_BYTES = 1_000_000;
const MAX_WORDS = 200;
/** Refusals that say nothing about what was asked: timeouts, conflicts of simultaneous requests, too many, our key. */
const PASSING = new Set([401, 403, 408, 425, 429]);

const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** One call. @throws BankUnavailableError, BankRefusedError, BankAnswerWrongError */
export async function askBank<T>(connection: BankConnection, call: BankCall<T>): Promise<T> {
  const { url, apiKey, timeoutMs } = connection;
  const target = new URL(call.path, url.endsWith('/') ? url : `${url}/`);
  for (const [name, value] of Object.entries(call.query ?? {})) target.searchParams.set(name, value);
  let answer: HttpAnswer;
  try {
    answer = await httpRequest(target, {
      method: call.method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
        ...(call.idempotencyKey !== undefined && { 'idempotency-key': call.idempotencyKey }),
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      timeoutMs,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    });
  } catch (cause) {
    if (!(cause instanceof HttpFailure)) throw cause;
    throw new BankUnavailableError(cause.reason, { cause });
  }
  return read(call, answer);
}

function read<T>(call: BankCall<T>, { status, text }: HttpAnswer): T {
  if (status >= 400 && status < 500 && !PASSING.has(status)) {
    throw new BankRefusedError(status, reasonOf(text));
  }
  if (status < 200 || status >= 300) throw new BankUnavailableError(`HTTP ${status}`);
  let parsed: unknown;
  try {
    parsed = parseJsonText(text);
  } catch (cause) {
    // Something in between answered: whether the bank has done it is open.
    throw new BankUnavailableError('not JSON', { cause });
  }
  const result = call.answer.safeParse(parsed);
  if (!result.success) throw new BankAnswerWrongError(call.path, { cause: result.error });
  return result.data;
}

function reasonOf(text: string): string {
  try {
    return Refusal.parse(parseJsonText(text)).error.message.slice(0, MAX_WORDS);
  } catch {
    return 'no reason given';
  }
}
