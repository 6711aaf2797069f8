/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** A whole number from 0 up to and without `end`, at most 2^32. */
  below(end: number): number;
}

/** Marsaglia's xorshift with 32 bits, seeded so that neighbouring seeds differ. */
export function createRandom(seed: number): Random {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x6d2b79f5) >>> 0 || 1;
  return {
    below(end) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
      return Math.floor((state / 0x1_0000_0000) * end);
    },
  };
}
