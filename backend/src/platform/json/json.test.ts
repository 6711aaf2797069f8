import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRawNumber, parseJsonText, rawNumber } from './index.ts';

test('numbers stay the text they were written as', () => {
  const text = '{"a":0.10000000,"b":1e-8,"c":9007199254740993,"d":[-1,{"e":0}],"f":"0.10","g":null,"h":true}';
  expect(parseJsonText(text)).toEqual({
    a: '0.10000000',
    b: '1e-8',
    c: '9007199254740993',
    d: ['-1', { e: '0' }],
    f: '0.10',
    g: null,
    h: true,
  });
});

test('a raw number is written with its own digits', () => {
  expect(JSON.stringify({ amount: rawNumber('0.100000000000000001') })).toBe(
    '{"amount":0.100000000000000001}',
  );
  expect([isRawNumber(rawNumber('1')), isRawNumber(1), isRawNumber({ rawJSON: '1' })]).toEqual([
    true,
    false,
    false,
  ]);
});

test('what is written raw is read back to the digit', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.stringMatching(/^\d{1,30}$/), (whole, fraction) => {
      const text = `${whole}.${fraction}`;
      expect(parseJsonText(JSON.stringify([rawNumber(text)]))).toEqual([text]);
    }),
  );
});

test.each(['', '.1', '1.', '01', '+1', 'NaN', '1 ', '"1"', '0x1'])('%j is no number', (text) => {
  expect(() => rawNumber(text)).toThrow(RangeError);
});
