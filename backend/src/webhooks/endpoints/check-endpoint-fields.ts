import { isIP } from 'node:net';
import type { Config } from '../../platform/config/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { isPublicAddress } from '../sending/public-address.ts';

const URL_LIMIT = 2_000;
const DESCRIPTION_LIMIT = 500;
const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Where to send: https, without credentials. Plain http is for this machine, in development, where the
 * configuration allows it. What a name points to is checked at every connection.
 * @throws InvalidInputError
 */
export function readUrl(text: string, config: Pick<Config, 'NODE_ENV' | 'WEBHOOK_ALLOW_PRIVATE'>): string {
  const allowPrivate = config.WEBHOOK_ALLOW_PRIVATE && config.NODE_ENV !== 'production';
  const wrong = (expected: string) => new InvalidInputError('url', expected);
  if (text.length > URL_LIMIT || !URL.canParse(text))
    throw wrong(`an https URL of at most ${URL_LIMIT} characters`);
  const url = new URL(text);
  const local = allowPrivate && LOCAL.test(url.hostname);
  if (url.protocol !== 'https:' && !(local && url.protocol === 'http:')) throw wrong('an https URL');
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw wrong('a URL without credentials and fragment: requests are signed');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && (isIP(host) ? !isPublicAddress(host) : !host.includes('.'))) {
    throw wrong('a URL on the public internet');
  }
  return url.href;
}

/** @throws InvalidInputError */
export function readDescription(text: string | null | undefined): string | null {
  const description = text?.trim();
  if (!description) return null;
  if (description.length > DESCRIPTION_LIMIT || /\p{Cc}/u.test(description)) {
    throw new InvalidInputError('description', `at most ${DESCRIPTION_LIMIT} characters on one line`);
  }
  return description;
}
