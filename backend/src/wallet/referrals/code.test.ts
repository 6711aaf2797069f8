import { expect, test } from 'vitest';
import { newReferralCode, readReferralCode } from './code.ts';

test('a code is read back however it is typed', () => {
  for (let i = 0; i < 200; i++) {
    const code = newReferralCode();
    expect(readReferralCode(` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `)).toBe(code);
  }
});

test.each(['', 'CODE', '0OI1LSUA', '2345678', '234567899', "' OR 1=1"])('%j cannot be a code', (text) => {
  expect(readReferralCode(text)).toBeUndefined();
});
