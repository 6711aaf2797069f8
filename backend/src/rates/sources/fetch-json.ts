import { HttpFailure, httpRequest } from '../../platform/http/index.ts';
import { parseJsonText } from '../../platform/json/index.ts';
import { RateSourceError } from '../rates.errors.ts';

/** A price that takes longer is asked for again with the next refresh. */
const TIMEOUT_MS = 5_000;
/** The longest answer, Coinbase's list of all currencies, has some 20 kB. */
const MAX_ANSWER_BYTES = 500_000;

/**
 * A source's answer with numbers as text.
 * @throws RateSourceError
 */
export async function fetchJson(
  source: string,
  url: URL,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  try {
    const { status, text } = await httpRequest(url, {
      method: 'GET',
      headers: { accept: 'application/json', ...headers },
      timeoutMs: TIMEOUT_MS,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    });
    if (status !== 200) throw new RateSourceError(source, `HTTP ${status}`);
    return parseJsonText(text);
  } catch (cause) {
    if (cause instanceof RateSourceError) throw cause;
    throw new RateSourceError(source, cause instanceof HttpFailure ? cause.reason : 'not JSON', { cause });
  }
}

/** A path below a base URL that may or may not end in a slash. */
export function urlBelow(base: string, path: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(path, base.endsWith('/') ? base : `${base}/`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
