import { createHmac, timingSafeEqual } from 'node:crypto';
import { isRawNumber, rawNumber } from '../../../platform/json/index.ts';

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Notifications have some 700 bytes. */
const MAX_BODY_BYTES = 100_000;
const SIGNATURE = /^[0-9a-f]{128}$/i;

/**
 * Whether a notification comes from the provider: `x-nowpayments-sig` is the HMAC-SHA512, in hex, of the body
 * with the keys of every object sorted. The provider's own examples disagree on arrays: its Node.js example
 * turns them into objects with their indexes as keys, its package keeps them. Either is accepted. The third
 * form in its documentation, `JSON.stringify(params, Object.keys(params).sort())`, is not: it leaves what is
 * nested out of the signature.
 *
 * The signed text is made from the raw body with every number as it was written, so two bodies that differ in
 * any digit have different signatures. Takes the same time whatever part of a signature is wrong. Never throws.
 */
export function verifyIpn(rawBody: Uint8Array, signature: string | undefined, secret: string): boolean {
  if (secret === '' || signature === undefined || !SIGNATURE.test(signature)) return false;
  if (rawBody.length > MAX_BODY_BYTES) return false;
  const body = parse(rawBody);
  if (typeof body !== 'object' || body === null || Array.isArray(body) || isRawNumber(body)) return false;
  const given = Buffer.from(signature, 'hex');
  // Both are compared, always, so that the time does not tell which form was signed.
  const matches = [true, false].map((keepArrays) => {
    const text = JSON.stringify(sorted(body, keepArrays));
    return timingSafeEqual(given, createHmac('sha512', secret).update(text).digest());
  });
  return matches.includes(true);
}

function parse(rawBody: Uint8Array): unknown {
  const keepNumbers: Reviver = (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? rawNumber(source) : value;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(rawBody);
    const body: unknown = JSON.parse(text, keepNumbers as (key: string, value: unknown) => unknown);
    return isTooDeep(body) ? undefined : body;
  } catch {
    return undefined;
  }
}

function sorted(value: unknown, keepArrays: boolean): unknown {
  if (typeof value !== 'object' || value === null || isRawNumber(value)) return value;
  if (Array.isArray(value) && keepArrays) return value.map((item) => sorted(item, keepArrays));
  // `fromEntries` defines properties, so that even a key `__proto__` is one.
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, item]) => [key, sorted(item, keepArrays)]),
  );
}

const MAX_DEPTH = 20;

function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth > MAX_DEPTH || Object.values(value).some((item) => isTooDeep(item, depth + 1));
}
