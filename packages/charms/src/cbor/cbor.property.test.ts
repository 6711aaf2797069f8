import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryData, mutated } from '../testing/arbitraries.ts';
import { codeOf } from '../testing/code-of.ts';
import { decodeData, encodeData } from './index.ts';

test('whatever is encoded decodes to itself', () => {
  fc.assert(
    fc.property(arbitraryData, (data) => {
      expect(decodeData(encodeData(data))).toEqual(data);
    }),
    { numRuns: 1_000 },
  );
});

test('whatever decodes encodes to the bytes it came from', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40, size: 'max' }), (bytes) => {
      let data: ReturnType<typeof decodeData> | undefined;
      const code = codeOf(() => {
        data = decodeData(bytes);
      });
      if (code === undefined) expect(encodeData(data ?? null)).toEqual(bytes);
      else expect(code).toMatch(/^CBOR_/);
    }),
    { numRuns: 5_000 },
  );
});

test('bytes near to valid ones decode exactly or are refused with a CBOR code', () => {
  fc.assert(
    fc.property(
      arbitraryData.map(encodeData).chain((valid) => mutated(valid)),
      (bytes) => {
        const code = codeOf(() => expect(encodeData(decodeData(bytes))).toEqual(bytes));
        expect(code ?? 'CBOR_').toMatch(/^CBOR_/);
      },
    ),
    { numRuns: 2_000 },
  );
});
