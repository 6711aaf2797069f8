import { expect, test } from 'vitest';
import { totp } from './totp.ts';

// RFC 6238, appendix B, SHA-1: the secret is 12345678901234567890 in ASCII; the last six of its eight digits.
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i seconds the code is %s', (seconds, code) => {
  expect(totp(SECRET, new Date(seconds * 1_000))).toBe(code);
});

test('case and padding of the secret do not matter, other letters do', () => {
  const now = new Date(59_000);
  expect(totp(`${SECRET.toLowerCase()}====`, now)).toBe(totp(SECRET, now));
  expect(() => totp('0189', now)).toThrow(RangeError);
});
