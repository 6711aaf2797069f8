/** BIP 380: the characters of a descriptor, in the order that the checksum counts them. */
const INPUT =
  '0123456789()[],\'/*abcdefgh@:$%{}IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~ijklmnopqrstuvwxyzABCDEFGH`#"\\ ';
const OUTPUT = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0xf5dee51989n, 0xa9fdca3312n, 0x1bab10e32dn, 0x3706b1677an, 0x644d626ffdn];
const LENGTH = 8;

/** The checksum of a descriptor without one (BIP 380); undefined when a character is none of a descriptor's. */
export function descriptorChecksum(descriptor: string): string | undefined {
  let state = 1n;
  let group = 0;
  let inGroup = 0;
  for (const character of descriptor) {
    const position = INPUT.indexOf(character);
    if (position < 0) return undefined;
    state = step(state, position & 31);
    group = group * 3 + (position >> 5);
    if (++inGroup === 3) {
      state = step(state, group);
      group = 0;
      inGroup = 0;
    }
  }
  if (inGroup > 0) state = step(state, group);
  for (let i = 0; i < LENGTH; i++) state = step(state, 0);
  state ^= 1n;
  return Array.from({ length: LENGTH }, (_, i) =>
    OUTPUT.charAt(Number((state >> BigInt(5 * (LENGTH - 1 - i))) & 31n)),
  ).join('');
}

function step(state: bigint, value: number): bigint {
  const top = state >> 35n;
  const shifted = ((state & 0x7ffffffffn) << 5n) ^ BigInt(value);
  return GENERATOR.reduce((sum, term, i) => ((top >> BigInt(i)) & 1n ? sum ^ term : sum), shifted);
}
