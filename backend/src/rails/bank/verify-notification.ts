import { createHmac, timingSafeEqual } from 'node:crypto';

/** Further from now than this, a notification may be an old one that somebody repeats. */
export const TOLERANCE_SECONDS = 300;

const SIGNATURE = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/**
 * Whether a notification comes from the bank, and now: `bank-signature` is `t=<Unix seconds>,v1=<hex>`, an
 * HMAC-SHA256 over the time as written, a point, and the body as it came. Never throws.
 */
export function verifyNotification(
  rawBody: Uint8Array,
  signature: unknown,
  { secret, now }: { readonly secret: string; readonly now: Date },
): boolean {
  if (typeof signature !== 'string' || secret === '') return false;
  const [, time, digest] = SIGNATURE.exec(signature) ?? [];
  if (time === undefined || digest === undefined) return false;
  if (Math.abs(now.getTime() / 1_000 - Number(time)) > TOLERANCE_SECONDS) return false;
  const expected = createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest();
  return timingSafeEqual(expected, Buffer.from(digest, 'hex'));
}
