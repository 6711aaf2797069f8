import { setTimeout as sleep } from 'node:timers/promises';
import { UtxoSourceUnavailableError } from '../bitcoin.errors.ts';

export interface EsploraOptions {
  /** Milliseconds until one attempt is given up. */
  readonly timeoutMs?: number;
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubles with each further one. */
  readonly retryDelayMs?: number;
}

/** Reads one path of an Esplora server; undefined when it has no such thing. */
export type EsploraGet = (path: string) => Promise<Buffer | undefined>;

/** A transaction has at most 4 MB, a list of 500 outputs some 150 kB. */
const MAX_BODY_BYTES = 4_500_000;
const NOT_FOUND = 404;
const TOO_MANY_REQUESTS = 429;

/**
 * A reader of an Esplora server (https://github.com/Blockstream/esplora/blob/master/API.md) that gives up on
 * slow and endless answers, and asks again when the server or the way to it fails. Redirects count as failures.
 * What it gives throws UtxoSourceUnavailableError.
 */
export function createEsploraGet(url: string, options: EsploraOptions = {}): EsploraGet {
  const { timeoutMs = 15_000, attempts = 4, retryDelayMs = 300 } = options;
  const base = url.replace(/\/+$/, '');
  return async (path) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await getOnce(base + path, timeoutMs);
      if (!('failure' in answer)) return answer.body;
      if (!answer.transient || attempt >= attempts) {
        throw new UtxoSourceUnavailableError(answer.failure, { cause: answer.cause });
      }
      await sleep(retryDelayMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    }
  };
}

type Answer =
  | { readonly body: Buffer | undefined }
  | { readonly failure: string; readonly transient: boolean; readonly cause?: unknown };

async function getOnce(url: string, timeoutMs: number): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { signal, redirect: 'error' });
    if (response.ok) return { body: await boundedBody(response) };
    await response.body?.cancel();
    if (response.status === NOT_FOUND) return { body: undefined };
    const transient = response.status >= 500 || response.status === TOO_MANY_REQUESTS;
    return { failure: `HTTP ${response.status}`, transient };
  } catch (cause) {
    if (cause instanceof BodyTooLarge) return { failure: 'its answer is too large', transient: false };
    const failure = signal.aborted ? 'it took too long' : 'it cannot be reached';
    return { failure, transient: true, cause };
  }
}

class BodyTooLarge extends Error {}

async function boundedBody(response: Response): Promise<Buffer> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      throw new BodyTooLarge();
    }
    parts.push(value);
  }
  return Buffer.concat(parts, bytes);
}
