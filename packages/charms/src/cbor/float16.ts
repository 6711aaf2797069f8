const CANONICAL_NAN = 0x7e00;

/**
 * The IEEE 754 half-precision bits of a value, when half precision holds it exactly.
 * NaN has the one quiet form; its payload is not kept.
 */
export function float16Bits(value: number): number | undefined {
  if (Number.isNaN(value)) return CANONICAL_NAN;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude === 0) return sign;
  if (magnitude === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  const exponent = Math.max(Math.floor(Math.log2(magnitude)), -14);
  const significand = magnitude * 2 ** (10 - exponent);
  if (!Number.isInteger(significand) || significand >= 0x800 || exponent > 15) return undefined;
  return sign | (significand < 0x400 ? significand : ((exponent + 15) << 10) + (significand - 0x400));
}

/** The value of IEEE 754 half-precision bits. */
export function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (fraction + 0x400) * 2 ** (exponent - 25);
}
