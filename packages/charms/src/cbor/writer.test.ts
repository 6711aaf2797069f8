import { expect, test } from 'vitest';
import { codeOf } from '../testing/code-of.ts';
import { CborWriter } from './index.ts';

test('an unsigned integer is neither negative, fractional nor inexact', () => {
  for (const value of [-1, -1n, 0.5, 2 ** 53, Number.NaN, 2n ** 64n]) {
    expect(codeOf(() => new CborWriter().uint(value))).toBe('CBOR_OUT_OF_RANGE');
  }
});

test('bytes as an array of integers, each in its shortest form', () => {
  const writer = new CborWriter();
  writer.byteArray(Uint8Array.of(0, 23, 24, 255));
  expect([...writer.finish()]).toEqual([0x84, 0, 23, 24, 24, 24, 255]);
});

test('what is written outgrows any buffer', () => {
  const writer = new CborWriter();
  for (let i = 0; i < 100; i++) writer.byteArray(new Uint8Array(300).fill(200));
  expect(writer.finish()).toHaveLength(100 * (3 + 600));
});
