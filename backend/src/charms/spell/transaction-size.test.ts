import { buildSpell, parseTransaction, spellScript } from '@charmbills/charms';
import { Transaction } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  estimateUnsignedBytes,
  type FundingType,
  feeAt,
  formatFeeRate,
  fundingTypeOf,
  parseFeeRate,
  rateToAsk,
  signedVsize,
} from './transaction-size.ts';

const p2wpkh = Uint8Array.of(0x00, 0x14, ...new Uint8Array(20));
const p2tr = Uint8Array.of(0x51, 0x20, ...new Uint8Array(32));
/** Longest witnesses: a 72-byte ECDSA signature with its key, a Schnorr signature. */
const WITNESSES = {
  p2wpkh: [new Uint8Array(72), new Uint8Array(33)],
  p2tr: [new Uint8Array(64)],
};

function transactionOf(inputs: readonly FundingType[], scripts: readonly Uint8Array[]) {
  const tx = new Transaction();
  for (const [index, type] of inputs.entries()) {
    tx.addInput(new Uint8Array(32).fill(1), index);
    tx.setWitness(index, WITNESSES[type]);
  }
  for (const script of scripts) tx.addOutput(script, 1_000n);
  const unsigned = tx.clone();
  unsigned.ins.forEach((_, index) => {
    unsigned.setWitness(index, []);
  });
  return { vsize: BigInt(tx.virtualSize()), unsigned: unsigned.toBuffer() };
}

const inputTypes = fc.array(fc.constantFrom<FundingType>('p2wpkh', 'p2tr'), { minLength: 1, maxLength: 60 });

test('the size of a signed transaction is known before it is signed', () => {
  fc.assert(
    fc.property(inputTypes, (inputs) => {
      const { vsize, unsigned } = transactionOf(inputs, [p2tr, p2wpkh]);
      expect(signedVsize(unsigned.length, inputs)).toBe(vsize);
    }),
  );
});

test('the estimate before proving is what a prover returns at most', () => {
  fc.assert(
    fc.property(inputTypes, fc.uint8Array({ minLength: 356, maxLength: 356 }), (inputs, proof) => {
      const spell = buildSpell({
        ins: inputs.map((_, vout) => ({ txid: '11'.repeat(32), vout })),
        outs: [{ coin: { amountSats: 1_000n, dest: p2wpkh } }],
      });
      const { unsigned } = transactionOf(inputs, [p2wpkh, p2tr, spellScript({ spell, proof }), p2tr]);
      const estimate = estimateUnsignedBytes(spell, inputs.length);
      expect(estimate).toBeGreaterThanOrEqual(unsigned.length);
      expect(estimate - unsigned.length).toBeLessThanOrEqual(356);
      expect(parseTransaction(unsigned).inputs).toHaveLength(inputs.length);
    }),
  );
});

test('a prover that counts short signatures is asked for a rate at which the transaction pays the target', () => {
  fc.assert(
    fc.property(inputTypes, fc.bigInt(1_000n, 500_000n), (inputs, target) => {
      const { vsize, unsigned } = transactionOf(inputs, [p2tr, p2tr, new Uint8Array(900)]);
      const asked = rateToAsk(target, unsigned.length, inputs);
      // What the prover makes of it: the rate in sat per 1,000 weight units, rounded down.
      const counted = BigInt(unsigned.length * 4 + 65 * inputs.length);
      const fee = (BigInt(Math.trunc(Number(formatFeeRate(asked)) * 250)) * counted + 999n) / 1_000n;
      expect(fee).toBeGreaterThanOrEqual((target * vsize) / 1_000n);
      expect(fee).toBeLessThanOrEqual(feeAt(target, vsize) + vsize / 100n + 1n);
    }),
  );
});

test('fee rates are exact in thousandths', () => {
  expect(parseFeeRate('1')).toBe(1_000n);
  expect(parseFeeRate('12.5')).toBe(12_500n);
  expect(parseFeeRate('0.001')).toBe(1n);
  expect(formatFeeRate(12_005n)).toBe('12.005');
  fc.assert(fc.property(fc.bigInt(0n, 10n ** 9n), (rate) => parseFeeRate(formatFeeRate(rate)) === rate));
  for (const text of ['', '1.', '.5', '-1', '1e3', '1.0001', ' 1']) {
    expect(() => parseFeeRate(text)).toThrow(RangeError);
  }
  expect(feeAt(1_001n, 1_000n)).toBe(1_001n);
  expect(feeAt(1_001n, 1_001n)).toBe(1_003n);
});

test('only native segwit outputs fund a spell', () => {
  expect(fundingTypeOf(p2wpkh)).toBe('p2wpkh');
  expect(fundingTypeOf(p2tr)).toBe('p2tr');
  expect(() => fundingTypeOf(Uint8Array.of(0x00, 0x20, ...new Uint8Array(32)))).toThrow(RangeError);
});
