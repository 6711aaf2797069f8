import type { Clock } from '../../platform/clock.ts';

/**
 * The real time, for what no merchant's test clock governs: how long an idempotency key is kept, when a secret or a
 * signature ends, where work on many merchants begins before `byMerchantNow` parts it. Whatever is done for one
 * merchant is done at its `merchantNow`; a check holds that nothing in billing asks a clock by itself.
 */
export function realNow(clock: Clock): Date {
  return clock.now();
}
