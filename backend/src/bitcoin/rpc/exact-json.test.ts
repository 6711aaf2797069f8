import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExactJson } from './exact-json.ts';

test('numbers keep every digit: whole ones as number or bigint, others as they were written', () => {
  const text =
    '{"a":0.10000000,"b":21000000.00000001,"c":9007199254740991,"d":9007199254740993,"e":[-1,1e3,-0.5]}';
  expect(parseExactJson(text)).toEqual({
    a: '0.10000000',
    b: '21000000.00000001',
    c: 9_007_199_254_740_991,
    d: 9_007_199_254_740_993n,
    e: [-1, '1e3', '-0.5'],
  });
});

test('everything but numbers is as in JSON.parse', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value, (_key, item) => (typeof item === 'number' ? String(item) : item));
      expect(parseExactJson(text)).toEqual(JSON.parse(text));
    }),
  );
});
