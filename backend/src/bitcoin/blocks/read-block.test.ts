import { parseTransaction } from '@charmbills/charms';
import { Block, Transaction } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBlock } from './read-block.ts';

/** The first block (Bitcoin Core, src/kernel/chainparams.cpp). */
const GENESIS =
  '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c0101000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000';

test('the first block of Bitcoin', () => {
  const block = readBlock(Buffer.from(GENESIS, 'hex'), 0);
  expect(block).toMatchObject({
    height: 0,
    hash: '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f',
    prevHash: '00'.repeat(32),
    time: new Date('2009-01-03T18:15:05Z'),
  });
  const [coinbase] = block.transactions;
  expect(coinbase?.txid).toBe('4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b');
  expect(coinbase?.spends).toEqual([]);
  expect(coinbase?.outputs[0]?.amountSats).toBe(5_000_000_000n);
});

const script = fc.uint8Array({ maxLength: 300 });
const transactions = fc
  .record({
    version: fc.constantFrom(1, 2, 3),
    locktime: fc.integer({ min: 0, max: 0xffffffff }),
    inputs: fc.array(
      fc.record({
        hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
        index: fc.integer({ min: 0, max: 0xffffffff }),
        sequence: fc.integer({ min: 0, max: 0xffffffff }),
        script,
        witness: fc.array(script, { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    outputs: fc.array(fc.record({ value: fc.bigInt({ min: 0n, max: 2_100_000_000_000_000n }), script }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ version, locktime, inputs, outputs }) => {
    const transaction = new Transaction();
    transaction.version = version;
    transaction.locktime = locktime;
    for (const [i, input] of inputs.entries()) {
      transaction.addInput(input.hash, input.index, input.sequence, input.script);
      transaction.setWitness(i, input.witness);
    }
    for (const output of outputs) transaction.addOutput(output.script, output.value);
    return transaction;
  });

function blockOf(list: readonly Transaction[]): Buffer {
  const block = new Block();
  block.prevHash = Buffer.alloc(32, 5);
  block.merkleRoot = Buffer.alloc(32);
  block.transactions = [...list];
  block.timestamp = 1_700_000_000;
  block.bits = 0x207fffff;
  return Buffer.from(block.toBuffer());
}

test('reads what bitcoinjs-lib writes and what parseTransaction reads', () => {
  fc.assert(
    fc.property(fc.array(transactions, { maxLength: 6 }), (list) => {
      const raw = blockOf(list);
      const block = readBlock(raw, 7);
      expect(block.hash).toBe(Block.fromBuffer(raw).getId());
      expect(block.transactions).toHaveLength(list.length);
      for (const [i, transaction] of block.transactions.entries()) {
        const parsed = parseTransaction(transaction.raw);
        expect(transaction.txid).toBe(list[i]?.getId());
        expect(transaction.txid).toBe(parsed.txid);
        expect(Buffer.compare(transaction.raw, list[i]?.toBuffer() ?? Buffer.alloc(0))).toBe(0);
        expect(transaction.spends).toEqual(parsed.inputs.map(({ prevout }) => prevout));
        expect(transaction.outputs).toEqual(parsed.outputs);
        expect(transaction.inputs.map(({ witness }) => witness)).toEqual(
          parsed.inputs.map(({ witness }) => witness),
        );
        expect([transaction.version, transaction.locktime]).toEqual([parsed.version, parsed.locktime]);
      }
    }),
    { numRuns: 100 },
  );
});

describe('tells which transactions may carry a spell', () => {
  const withSpell = (where: 'output' | 'input' | 'witness') => {
    const text = Buffer.from('6a057370656c6c0100', 'hex');
    const transaction = new Transaction();
    transaction.addInput(Buffer.alloc(32, 1), 0, 0, where === 'input' ? text : Buffer.alloc(0));
    transaction.setWitness(0, [where === 'witness' ? text : Buffer.of(1)]);
    transaction.addOutput(where === 'output' ? text : Buffer.of(0x51), 0n);
    return transaction;
  };
  test.each([
    ['output', true],
    ['input', false],
    ['witness', false],
  ] as const)('the word in an %s: %s', (where, expected) => {
    const raw = blockOf([withSpell('input'), withSpell(where), withSpell('witness')]);
    expect(readBlock(raw, 0).transactions.map(({ mayCarrySpell }) => mayCarrySpell)).toEqual([
      false,
      expected,
      false,
    ]);
  });
});

test('no cut or changed block throws anything but its own error, or takes long', () => {
  const raw = Buffer.from(GENESIS, 'hex');
  fc.assert(
    fc.property(fc.nat({ max: raw.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      expect(() => readBlock(raw.subarray(0, at), 0)).toThrow(RangeError);
      const changed = Buffer.from(raw);
      changed[at] = (changed[at] ?? 0) ^ flip;
      try {
        readBlock(changed, 0);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
});
