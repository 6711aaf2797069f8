import { expect, test } from 'vitest';
import vectors from '../../vectors/cbor.json' with { type: 'json' };
import { bytesToHex, hexToBytes } from '../bytes.ts';
import { codeOf } from '../testing/code-of.ts';
import { float16Bits, float16Value } from './float16.ts';
import { type Data, decodeData, encodeData } from './index.ts';

function agree(hex: string, value: Data): void {
  expect(bytesToHex(encodeData(value))).toBe(hex);
  expect(decodeData(hexToBytes(hex))).toEqual(value);
}

test('RFC 8949: integers are bigint', () => {
  for (const { hex, value } of vectors.integers) agree(hex, BigInt(value));
});

test('RFC 8949: floats take the shortest exact form', () => {
  for (const { hex, value } of vectors.floats) agree(hex, Number(value));
});

test('RFC 8949: text and simple values', () => {
  for (const { hex, value } of [...vectors.text, ...vectors.simple]) agree(hex, value);
});

test('RFC 8949: byte strings, arrays and maps', () => {
  agree('4401020304', Uint8Array.of(1, 2, 3, 4));
  agree('8301820203820405', [1n, [2n, 3n], [4n, 5n]]);
  agree(
    'a26161016162820203',
    new Map<Data, Data>([
      ['a', 1n],
      ['b', [2n, 3n]],
    ]),
  );
});

test('maps keep the order they have, sorted or not', () => {
  agree(
    'a2616201616102',
    new Map([
      ['b', 1n],
      ['a', 2n],
    ]),
  );
});

test('a byte order mark is part of the text', () => {
  agree('64efbbbf61', '\u{feff}a');
});

test.each(vectors.refused)('refused: $why ($hex)', ({ hex }) => {
  expect(codeOf(() => decodeData(hexToBytes(hex)))).toMatch(/^CBOR_/);
});

test('an integral number is refused, so that a forgotten n is not another encoding', () => {
  for (const value of [0, -0, 1, 2 ** 60]) expect(codeOf(() => encodeData(value))).toBe('CBOR_UNSUPPORTED');
});

test('integers outside 64 bits and a sign are refused', () => {
  for (const value of [2n ** 64n, -(2n ** 64n) - 1n]) {
    expect(codeOf(() => encodeData(value))).toBe('CBOR_OUT_OF_RANGE');
  }
});

test('a lone surrogate is refused, since it has no UTF-8 form', () => {
  expect(codeOf(() => encodeData('a\u{d800}'))).toBe('CBOR_UNSUPPORTED');
});

test('values outside the model are refused', () => {
  for (const value of [undefined, () => 1, Symbol('s'), new Date(), { a: 1 }]) {
    expect(codeOf(() => encodeData(value as never))).toBe('CBOR_UNSUPPORTED');
  }
  expect(codeOf(() => decodeData('00' as never))).toBe('ARGUMENT_INVALID');
});

test('a cycle is refused', () => {
  const cycle: Data[] = [];
  cycle.push(cycle);
  expect(codeOf(() => encodeData(cycle))).toBe('CBOR_TOO_LARGE');
});

test('every half-precision value survives', () => {
  for (let bits = 0; bits <= 0xffff; bits++) {
    const notANumber = (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0;
    expect(float16Bits(float16Value(bits))).toBe(notANumber ? 0x7e00 : bits);
  }
});

test('values between half-precision ones have no half-precision form', () => {
  for (const value of [0.1, 65505.5, 2 ** -25, 1 + 2 ** -11, Number.MIN_VALUE, 2 ** 16, 1 - 2 ** -53]) {
    expect(float16Bits(value)).toBeUndefined();
  }
});

const HEADS_OF_HUGE_ITEMS = ['9a', 'ba', '5a', '7a'].flatMap((head) => [
  `${head}ffffffff`,
  `${head}7fffffff00`,
]);
const HEADS_OF_ENORMOUS_ITEMS = ['9b', 'bb', '5b', '7b'].map((head) => `${head}ffffffffffffffff`);

test.each([...HEADS_OF_HUGE_ITEMS, ...HEADS_OF_ENORMOUS_ITEMS])('a length that is not there: %s', (hex) => {
  expect(codeOf(() => decodeData(hexToBytes(hex)))).toBe('CBOR_TRUNCATED');
});

test.each([
  ['arrays', Uint8Array.of(0x81)],
  ['map values', Uint8Array.of(0xa1, 0x00)],
  ['map keys', Uint8Array.of(0xa1)],
])('a million nested %s are refused and do not overflow the stack', (_, step) => {
  const nested = new Uint8Array(1_000_000);
  for (let i = 0; i < nested.length; i++) nested[i] = step[i % step.length] ?? 0;
  expect(codeOf(() => decodeData(nested))).toMatch(/^CBOR_(TOO_LARGE|TRUNCATED)$/);
});

test('data may nest 128 deep and no deeper', () => {
  const nested = (depth: number) => Uint8Array.of(...new Array<number>(depth).fill(0x81), 0x00);
  expect(codeOf(() => decodeData(nested(128)))).toBeUndefined();
  expect(codeOf(() => decodeData(nested(129)))).toBe('CBOR_TOO_LARGE');
});

test('four million empty maps, which a block could hold, are refused before they take memory', () => {
  const hostile = new Uint8Array(4_000_000).fill(0xa0);
  hostile.set([0x9a, 0x00, 0x3d, 0x08, 0xfb]);
  const before = process.memoryUsage().heapUsed;
  expect(codeOf(() => decodeData(hostile))).toBe('CBOR_TOO_LARGE');
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
});

test('more than 32 MiB are refused unread', () => {
  expect(codeOf(() => decodeData(new Uint8Array(32 * 1024 * 1024 + 1)))).toBe('CBOR_TOO_LARGE');
});
