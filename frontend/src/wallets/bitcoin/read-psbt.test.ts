import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64, toHex } from './bytes.ts';
import { readPsbt } from './read-psbt.ts';

/**
 * Two inputs of 1,000 and 2,000 sats to one native segwit key, the first with sighash ALL asked for, the second with a
 * witness already; one output.
 */
const PSBT = readFixture();

function readFixture(): string {
  // The unsigned transaction: version 2, two inputs, one output, no locktime.
  const input = (byte: number) => [...new Uint8Array(32).fill(byte), byte, 0, 0, 0, 0xfd, 0xff, 0xff, 0xff];
  const script = [0x00, 0x14, ...new Uint8Array(20).fill(7)];
  const prefixed = (vin: number) => [...input(vin).slice(0, 36), 0, ...input(vin).slice(36)];
  const tx = [
    2,
    0,
    0,
    0,
    2,
    ...prefixed(1),
    ...prefixed(2),
    1,
    0x84,
    3,
    0,
    0,
    0,
    0,
    0,
    0,
    22,
    ...script,
    0,
    0,
    0,
    0,
  ];
  const utxo = (low: number, high: number) => [1, 1, 31, low, high, 0, 0, 0, 0, 0, 0, 22, ...script];
  return toBase64(
    Uint8Array.of(
      ...[0x70, 0x73, 0x62, 0x74, 0xff, 1, 0, tx.length, ...tx, 0],
      ...[...utxo(0xe8, 3), 1, 3, 4, 1, 0, 0, 0, 0],
      ...[...utxo(0xd0, 7), 1, 8, 2, 1, 0, 0],
      0,
    ),
  );
}

test('says what each input spends, how it is to be signed, and whether it is', () => {
  const { unsignedTx, inputs } = readPsbt(PSBT);
  expect(toHex(unsignedTx).slice(0, 10)).toBe('0200000002');
  expect(
    inputs.map(({ witnessUtxo, sighashType, final }) => [witnessUtxo?.amountSats, sighashType, final]),
  ).toEqual([
    [1_000n, 1, false],
    [2_000n, undefined, true],
  ]);
  expect(toHex(inputs[0]?.witnessUtxo?.script ?? new Uint8Array())).toBe(`0014${'07'.repeat(20)}`);
});

test('whatever the bytes, it reads or throws RangeError', () => {
  const whole = fromBase64(PSBT);
  const attempt = (bytes: Uint8Array) => {
    try {
      readPsbt(toBase64(bytes));
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  };
  for (let length = 0; length < whole.length; length++) attempt(whole.subarray(0, length));
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      const bytes = whole.slice();
      bytes[at] = byte;
      attempt(bytes);
    }),
    { numRuns: 500 },
  );
});

test('a key twice is refused: readers would differ in which they take', () => {
  const bytes = fromBase64(PSBT);
  const start = 5 + 3 + (bytes[7] ?? 0) + 1;
  const field = bytes.subarray(start, start + 34);
  const twice = Uint8Array.of(...bytes.subarray(0, start), ...field, ...bytes.subarray(start));
  expect(() => readPsbt(toBase64(twice))).toThrow(RangeError);
});
