import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../bytes.ts';
import { mutated } from '../testing/arbitraries.ts';
import { codeOf } from '../testing/code-of.ts';
import { MAINNET_SPELLS, mainnetSpell } from '../testing/vectors.ts';
import { parseTransaction } from './transaction.ts';

/** Bitcoin's first payment between people, block 170: a legacy transaction. */
const LEGACY = {
  txid: 'f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16',
  hex: '0100000001c997a5e56e104102fa209c6a852dd90660a20b2d9c352423edce25857fcd3704000000004847304402204e45e16932b8af514961a1d3a1a25fdf3f4f7732e9d624c6c61548ab5fb8cd410220181522ec8eca07de4860a4acdd12909d831cc56cbbac4622082221a8768d1d0901ffffffff0200ca9a3b00000000434104ae1a62fe09c5f51b13905f07f06b99a2f7159b2225f374cd378d71302fa28414e7aab37397f554a7df5f142c21c1b7303b8a0626f1baded5c72a704f7e6cd84cac00286bee0000000043410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac00000000',
};

test('a legacy transaction', () => {
  const tx = parseTransaction(hexToBytes(LEGACY.hex));
  expect(tx.txid).toBe(LEGACY.txid);
  expect(tx).toMatchObject({ version: 1, locktime: 0 });
  expect(tx.inputs[0]).toMatchObject({
    prevout: { txid: '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9', vout: 0 },
    sequence: 0xffff_ffff,
    witness: [],
  });
  expect(tx.inputs[0]?.scriptSig).toHaveLength(72);
  expect(tx.outputs.map((output) => output.amountSats)).toEqual([1_000_000_000n, 4_000_000_000n]);
});

test('the txid leaves witnesses out, their bytes are there when asked for', () => {
  const { tx, facts } = mainnetSpell(12);
  expect(tx.txid).toBe(facts.txid);
  expect(tx.inputs.map((input) => input.witness.map((item) => item.length))).toEqual([[71, 33], [64], [64]]);
  expect(tx.outputs.map((output) => output.amountSats)).toEqual([
    546n,
    11784n,
    357n,
    546n,
    3504n,
    0n,
    30985n,
  ]);
});

test('parsing does not copy scripts', () => {
  const { raw } = mainnetSpell(12);
  expect(parseTransaction(raw).outputs[5]?.script.buffer).toBe(raw.buffer);
});

test('a transaction that is part of a larger buffer', () => {
  const { raw, facts } = mainnetSpell(9);
  const block = new Uint8Array(raw.length + 200).fill(0xff);
  block.set(raw, 80);
  const tx = parseTransaction(block.subarray(80, 80 + raw.length));
  expect(tx.txid).toBe(facts.txid);
  expect(tx.inputs[1]?.witness).toEqual(mainnetSpell(9).tx.inputs[1]?.witness);
});

test.each(MAINNET_SPELLS)('$name: every truncation is refused', ({ raw }) => {
  for (let end = 0; end < raw.length; end++) {
    expect(codeOf(() => parseTransaction(raw.subarray(0, end)))).toBe('TX_MALFORMED');
  }
});

const input = `${'00'.repeat(36)}00ffffffff`;
const output = '000000000000000000';

test.each([
  ['bytes left over', `${LEGACY.hex}00`],
  ['no inputs', `01000000000001${output}00000000`],
  ['unknown segwit flag', `010000000002${input}`],
  ['segwit flag and no witness', `01000000000101${input}01${output}0000000000`],
  ['input count not in shortest form', `01000000fd0100${input}01${output}00000000`],
  ['script length not in shortest form', `0100000001${input}010000000000000000fe0000000000000000`],
  ['output count not in shortest form', `0100000001${input}ff0100000000000000${output}00000000`],
  ['four billion inputs', `01000000feffffffff${input}`],
  ['2^64 - 1 outputs', `0100000001${input}ffffffffffffffffff${output}`],
  ['a script longer than the rest', `0100000001${input}010000000000000000ffffffffffffffffff00000000`],
])('refused: %s', (_, hex) => {
  expect(codeOf(() => parseTransaction(hexToBytes(hex)))).toBe('TX_MALFORMED');
});

test('a witness of four million items is passed over without being built', () => {
  const head = hexToBytes(`01000000000101${input}01${output}fe`);
  const items = 3_999_000;
  const raw = new Uint8Array(head.length + 4 + items + 4);
  raw.set(head);
  new DataView(raw.buffer).setUint32(head.length, items, true);
  const before = process.memoryUsage().heapUsed;
  expect(parseTransaction(raw).inputs).toHaveLength(1);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
});

test('more than a block holds is refused unread', () => {
  expect(codeOf(() => parseTransaction(new Uint8Array(4_000_001)))).toBe('TX_TOO_LARGE');
  expect(codeOf(() => parseTransaction(LEGACY.hex as never))).toBe('ARGUMENT_INVALID');
});

const compact = (value: number): number[] => (value < 0xfd ? [value] : [0xfd, value & 0xff, value >> 8]);
const withLength = (bytes: Uint8Array): number[] => [...compact(bytes.length), ...bytes];
const script = fc.uint8Array({ maxLength: 300, size: 'max' });

test('any transaction reads back as it was written', () => {
  const le32 = (value: number) => [...new Uint8Array(Uint32Array.of(value).buffer)];
  const le64 = (value: bigint) => [...new Uint8Array(BigUint64Array.of(value).buffer)];
  const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
  const arbitraryInput = fc.record({
    txid: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    vout: uint32,
    scriptSig: script,
    sequence: uint32,
    witness: fc.array(script, { maxLength: 3 }),
  });
  const arbitraryOutput = fc.record({ amountSats: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), script });
  fc.assert(
    fc.property(
      fc.array(arbitraryInput, { minLength: 1, maxLength: 4 }),
      fc.array(arbitraryOutput, { maxLength: 4 }),
      uint32,
      uint32,
      fc.boolean(),
      (inputs, outputs, version, locktime, wantSegwit) => {
        const segwit = wantSegwit && inputs.some(({ witness }) => witness.length > 0);
        const raw = Uint8Array.of(
          ...le32(version),
          ...(segwit ? [0, 1] : []),
          ...compact(inputs.length),
          ...inputs.flatMap((i) => [
            ...i.txid,
            ...le32(i.vout),
            ...withLength(i.scriptSig),
            ...le32(i.sequence),
          ]),
          ...compact(outputs.length),
          ...outputs.flatMap((o) => [...le64(o.amountSats), ...withLength(o.script)]),
          ...(segwit
            ? inputs.flatMap((i) => [...compact(i.witness.length), ...i.witness.flatMap(withLength)])
            : []),
          ...le32(locktime),
        );
        const tx = parseTransaction(raw);
        expect(tx).toMatchObject({ version, locktime, outputs });
        expect(tx.inputs).toEqual(
          inputs.map(({ txid, vout, scriptSig, sequence, witness }) => ({
            prevout: { txid: bytesToHex(txid.toReversed()), vout },
            scriptSig,
            sequence,
            witness: segwit ? witness : [],
          })),
        );
      },
    ),
  );
});

test('bytes near to a transaction parse or are refused with a TX code', () => {
  fc.assert(
    fc.property(mutated(mainnetSpell(9).raw), (bytes) => {
      const code = codeOf(() => parseTransaction(bytes).inputs.map((i) => i.witness.length));
      expect(code ?? 'TX_').toMatch(/^TX_/);
    }),
    { numRuns: 2_000 },
  );
});
