import { createHmac } from 'node:crypto';

/** What becomes of arrays before signing: the provider's own examples disagree. */
export type ArrayTreatment = 'kept' | 'objects';

/**
 * `x-nowpayments-sig`: HMAC-SHA512 in hex over the body with keys sorted at every depth.
 * The published Node.js example turns arrays into objects with their indexes as keys; the provider's package
 * keeps them.
 */
export function signIpn(body: unknown, secret: string, arrays: ArrayTreatment): string {
  return createHmac('sha512', secret)
    .update(JSON.stringify(sorted(body, arrays)))
    .digest('hex');
}

function sorted(value: unknown, arrays: ArrayTreatment): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value) && arrays === 'kept') return value.map((item) => sorted(item, arrays));
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item, arrays)]),
  );
}
