import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesToHex } from './bytes.ts';
import { decodeUtxoId, encodeUtxoId, formatOutPoint, parseOutPoint } from './outpoint.ts';
import { arbitraryOutPoint } from './testing/arbitraries.ts';
import { codeOf } from './testing/code-of.ts';

const txid = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';

test('a UtxoId is the txid in internal byte order, then vout little-endian', () => {
  expect(bytesToHex(encodeUtxoId({ txid, vout: 0x01020304 }))).toBe(
    '1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a0908070605040302010004030201',
  );
});

test('out points survive as bytes and as text', () => {
  fc.assert(
    fc.property(arbitraryOutPoint, (outPoint) => {
      expect(decodeUtxoId(encodeUtxoId(outPoint))).toEqual(outPoint);
      expect(parseOutPoint(formatOutPoint(outPoint))).toEqual(outPoint);
    }),
  );
});

test('decoding looks at its own bytes alone when they are part of a larger buffer', () => {
  const buffer = new Uint8Array(50).fill(7);
  buffer.set(encodeUtxoId({ txid, vout: 9 }), 10);
  expect(decodeUtxoId(buffer.subarray(10, 46))).toEqual({ txid, vout: 9 });
});

test.each([
  '',
  txid,
  `${txid}:`,
  `${txid}:-1`,
  `${txid}:01`,
  `${txid}:4294967296`,
  `${txid}:1 `,
  `${txid.toUpperCase()}:1`,
  `0${txid}:1`,
])('refused as text: %s', (text) => {
  expect(codeOf(() => parseOutPoint(text))).toBe('OUTPOINT_INVALID');
});

test.each([
  { txid, vout: -1 },
  { txid, vout: 0.5 },
  { txid, vout: 2 ** 32 },
  { txid: 'ab', vout: 0 },
])('refused as a UtxoId: %o', (outPoint) => {
  expect(codeOf(() => encodeUtxoId(outPoint))).toBe('OUTPOINT_INVALID');
});

test('a UtxoId has 36 bytes', () => {
  for (const length of [0, 35, 37]) {
    expect(codeOf(() => decodeUtxoId(new Uint8Array(length)))).toBe('OUTPOINT_INVALID');
  }
});
