import { divideRounded, type Rounding } from '../../platform/money/index.ts';

const WHOLE_BPS = 10_000n;

/** So many hundredths of a percent of an amount, in its smallest unit; fees round `up`, commissions `down`. */
export function shareOf(amount: bigint, bps: number, rounding: Rounding): bigint {
  return divideRounded(amount * BigInt(bps), WHOLE_BPS, rounding);
}
