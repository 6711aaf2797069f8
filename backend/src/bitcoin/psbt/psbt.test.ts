import { parseTransaction } from '@charmbills/charms';
import { Psbt, Transaction } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PsbtIncompleteError, PsbtMismatchError } from '../bitcoin.errors.ts';
import { type KeyType, type TestSigner, testSigner } from '../testing/test-signer.ts';
import { buildPsbt } from './build-psbt.ts';
import { finalizePsbt } from './finalize-psbt.ts';
import type { Prevout } from './prevout.ts';

const SIGHASH = {
  NONE: 2,
  SINGLE: 3,
  ALL_ANYONECANPAY: 0x81,
  NONE_ANYONECANPAY: 0x82,
  SINGLE_ANYONECANPAY: 0x83,
};

interface Case {
  readonly signers: readonly TestSigner[];
  readonly prevouts: readonly Prevout[];
  readonly unsignedTx: Uint8Array;
}

function makeCase(
  types: readonly KeyType[],
  outputs: readonly Uint8Array[],
  version = 2,
  locktime = 0,
): Case {
  const signers = types.map((type, i) => testSigner(type, `key ${i}`));
  const prevouts = signers.map(({ script }, i) => ({ script, amountSats: 10_000n + BigInt(i) }));
  const transaction = new Transaction();
  transaction.version = version;
  transaction.locktime = locktime;
  for (const i of types.keys()) transaction.addInput(Buffer.alloc(32, i + 1), i, 0xfffffffd - i);
  for (const [i, script] of outputs.entries()) transaction.addOutput(script, 1_000n + BigInt(i));
  return { signers, prevouts, unsignedTx: transaction.toBuffer() };
}

const pay = testSigner('p2wpkh', 'merchant').script;
const spellLike = Buffer.concat([Buffer.from('6a057370656c6c4de803', 'hex'), Buffer.alloc(1_000, 7)]);
const mixed = makeCase(['p2wpkh', 'p2tr'], [pay, spellLike]);

function signed({ signers, prevouts, unsignedTx }: Case, sighash?: number): string {
  const psbt = buildPsbt({ unsignedTx, prevouts, network: 'regtest' });
  return signers.reduce((text, signer) => signer.sign(text, sighash), psbt);
}

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'accepted';
};

const cases = fc
  .record({
    types: fc.array(fc.constantFrom<KeyType>('p2wpkh', 'p2tr'), { minLength: 1, maxLength: 4 }),
    outputs: fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 4 }),
    version: fc.constantFrom(1, 2, 3),
    locktime: fc.integer({ min: 0, max: 0xffffffff }),
  })
  .map(({ types, outputs, version, locktime }) => makeCase(types, outputs, version, locktime));

test('what a wallet signs becomes the transaction that was handed out, and nothing else', () => {
  fc.assert(
    fc.property(cases, (c) => {
      const raw = finalizePsbt({ ...c, psbt: signed(c) });
      const before = parseTransaction(c.unsignedTx);
      const after = parseTransaction(raw);
      expect(after.txid).toBe(before.txid);
      expect(after.outputs).toEqual(before.outputs);
      for (const [i, { witness }] of after.inputs.entries()) {
        expect(witness.length).toBe(c.signers[i]?.script.length === 22 ? 2 : 1);
      }
    }),
    { numRuns: 40 },
  );
});

test('a PSBT that the wallet has finalised already gives the same transaction', () => {
  const psbt = Psbt.fromBase64(signed(mixed)).finalizeAllInputs();
  const finalised = finalizePsbt({ ...mixed, psbt: psbt.toBase64() });
  expect(Buffer.compare(finalised, psbt.extractTransaction(true).toBuffer())).toBe(0);
  expect(Buffer.compare(finalised, finalizePsbt({ ...mixed, psbt: signed(mixed) }))).toBe(0);
});

test('sighash ALL is accepted for taproot as well as DEFAULT', () => {
  const c = makeCase(['p2tr'], [pay]);
  const witnessOf = (psbt: string) => parseTransaction(finalizePsbt({ ...c, psbt })).inputs[0]?.witness[0];
  expect(witnessOf(signed(c))?.length).toBe(64);
  expect(witnessOf(signed(c, Transaction.SIGHASH_ALL))?.length).toBe(65);
});

describe('a signature that does not commit to the whole transaction is refused', () => {
  for (const type of ['p2wpkh', 'p2tr'] as const) {
    for (const [name, sighash] of Object.entries(SIGHASH)) {
      test(`${type} ${name}`, () => {
        const c = makeCase([type], [pay]);
        expect(codeOf(() => finalizePsbt({ ...c, psbt: signed(c, sighash) }))).toBe('PSBT_INCOMPLETE');
        const finalised = Psbt.fromBase64(signed(c, sighash)).finalizeAllInputs().toBase64();
        expect(codeOf(() => finalizePsbt({ ...c, psbt: finalised }))).toBe('PSBT_INCOMPLETE');
      });
    }
  }
});

test('no single bit of any signature or key can be changed', () => {
  const raw = Psbt.fromBase64(signed(mixed)).finalizeAllInputs();
  const places = raw.data.inputs.flatMap(({ finalScriptWitness = new Uint8Array() }, input) =>
    Array.from(finalScriptWitness, (_byte, at) => ({ input, at })),
  );
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.integer({ min: 0, max: 7 }), ({ input, at }, bit) => {
      const psbt = Psbt.fromBase64(raw.toBase64());
      const witness = psbt.data.inputs[input]?.finalScriptWitness;
      if (!witness) throw new Error('no witness');
      witness[at] = (witness[at] ?? 0) ^ (1 << bit);
      expect(codeOf(() => finalizePsbt({ ...mixed, psbt: psbt.toBase64() }))).toBe('PSBT_INCOMPLETE');
    }),
    { numRuns: 300 },
  );
});

test('an unsigned input is named', () => {
  const [first] = mixed.signers;
  const psbt = buildPsbt({ ...mixed, network: 'regtest' });
  expect(() => finalizePsbt({ ...mixed, psbt: first?.sign(psbt) ?? '' })).toThrow(
    new PsbtIncompleteError(1, 'no valid signature'),
  );
});

test('a signature by somebody else for the same input is refused', () => {
  const c = makeCase(['p2wpkh'], [pay]);
  const stranger = testSigner('p2wpkh', 'stranger');
  const psbt = Psbt.fromBase64(buildPsbt({ ...c, network: 'regtest' }));
  const [input] = psbt.data.inputs;
  if (input) input.witnessUtxo = { script: stranger.script, value: 10_000n };
  expect(codeOf(() => finalizePsbt({ ...c, psbt: stranger.sign(psbt.toBase64()) }))).toBe('PSBT_INCOMPLETE');
});

test('a signature over another amount than we know of is refused', () => {
  const c = makeCase(['p2wpkh', 'p2tr'], [pay]);
  const told = { ...c, prevouts: c.prevouts.map((prevout) => ({ ...prevout, amountSats: 99_999n })) };
  expect(codeOf(() => finalizePsbt({ ...c, psbt: signed(told) }))).toBe('PSBT_INCOMPLETE');
});

test('a high S, which others could make of a low one, is refused', () => {
  const c = makeCase(['p2wpkh'], [pay]);
  const psbt = Psbt.fromBase64(signed(c));
  const partial = psbt.data.inputs[0]?.partialSig?.[0];
  if (!partial) throw new Error('not signed');
  partial.signature = withHighS(partial.signature);
  expect(codeOf(() => finalizePsbt({ ...c, psbt: psbt.toBase64() }))).toBe('PSBT_INCOMPLETE');
});

test('witnesses with an annex, a script path or a scriptSig are refused', () => {
  const c = makeCase(['p2tr'], [pay]);
  const tweak = (change: (input: Psbt['data']['inputs'][number]) => void) => {
    const psbt = Psbt.fromBase64(signed(c)).finalizeAllInputs();
    const [input] = psbt.data.inputs;
    if (input) change(input);
    return codeOf(() => finalizePsbt({ ...c, psbt: psbt.toBase64() }));
  };
  const signature = parseTransaction(finalizePsbt({ ...c, psbt: signed(c) })).inputs[0]?.witness[0];
  const items = (...parts: (Uint8Array | undefined)[]) =>
    Buffer.concat([
      Buffer.of(parts.length),
      ...parts.flatMap((part = new Uint8Array()) => [Buffer.of(part.length), part]),
    ]);
  expect(tweak((input) => (input.finalScriptWitness = items(signature)))).toBe('accepted');
  expect(tweak((input) => (input.finalScriptWitness = items(signature, Buffer.of(0x50))))).toBe(
    'PSBT_INCOMPLETE',
  );
  expect(tweak((input) => (input.finalScriptWitness = items(signature, pay, pay)))).toBe('PSBT_INCOMPLETE');
  expect(tweak((input) => (input.finalScriptWitness = items()))).toBe('PSBT_INCOMPLETE');
  expect(tweak((input) => (input.finalScriptWitness = Buffer.of(1, 0xff)))).toBe('PSBT_INCOMPLETE');
  expect(tweak((input) => (input.finalScriptSig = Buffer.of(0x51)))).toBe('PSBT_INCOMPLETE');
});

describe('a PSBT of another transaction is refused, and told apart', () => {
  const change = (edit: (transaction: Transaction) => void): Case => {
    const transaction = Transaction.fromBuffer(mixed.unsignedTx);
    edit(transaction);
    return { ...mixed, unsignedTx: transaction.toBuffer() };
  };
  const output =
    (edit: (out: { value: bigint; script: Uint8Array }) => void) => (transaction: Transaction) => {
      const [out] = transaction.outs;
      if (out) edit(out);
    };
  const edits: Record<string, [string, (transaction: Transaction) => void]> = {
    'one satoshi less': ['other outputs', output((out) => (out.value -= 1n))],
    'another recipient': [
      'other outputs',
      output((out) => (out.script = testSigner('p2tr', 'thief').script)),
    ],
    'one output more': ['other outputs', (transaction) => transaction.addOutput(pay, 1n)],
    'outputs in another order': ['other outputs', (transaction) => void transaction.outs.reverse()],
    'inputs in another order': ['other inputs', (transaction) => void transaction.ins.reverse()],
    'one input more': ['other inputs', (transaction) => transaction.addInput(Buffer.alloc(32, 9), 0)],
    'another locktime': [
      'another version, locktime or sequence',
      (transaction) => {
        transaction.locktime = 1;
      },
    ],
    'another version': [
      'another version, locktime or sequence',
      (transaction) => {
        transaction.version = 1;
      },
    ],
  };
  for (const [name, [difference, edit]] of Object.entries(edits)) {
    test(name, () => {
      const other = change(edit);
      const extra = { script: pay, amountSats: 1n };
      const prevouts = Transaction.fromBuffer(other.unsignedTx).ins.map(
        (_in, i) => other.prevouts[i] ?? extra,
      );
      const psbt = buildPsbt({ unsignedTx: other.unsignedTx, prevouts, network: 'regtest' });
      expect(() => finalizePsbt({ ...mixed, psbt })).toThrow(new PsbtMismatchError(difference));
    });
  }
});

test('any text at all is refused with an error of ours', () => {
  const whole = Buffer.from(signed(mixed), 'base64');
  const noise = fc.oneof(
    fc.string(),
    fc.base64String(),
    fc.nat({ max: whole.length - 1 }).map((length) => whole.subarray(0, length).toString('base64')),
    fc.tuple(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 })).map(([at, flip]) => {
      const copy = Buffer.from(whole);
      copy[at] = (copy[at] ?? 0) ^ flip;
      return copy.toString('base64');
    }),
  );
  fc.assert(
    fc.property(noise, (psbt) => {
      expect(['PSBT_INCOMPLETE', 'PSBT_MISMATCH', 'accepted']).toContain(
        codeOf(() => {
          const raw = finalizePsbt({ ...mixed, psbt });
          expect(parseTransaction(raw).txid).toBe(parseTransaction(mixed.unsignedTx).txid);
        }),
      );
    }),
    { numRuns: 500 },
  );
  expect(codeOf(() => finalizePsbt({ ...mixed, psbt: 'A'.repeat(5_000_000) }))).toBe('PSBT_MISMATCH');
});

test('the internal key is told for the taproot inputs that are its own, and for no other', () => {
  const c = makeCase(['p2tr', 'p2tr', 'p2wpkh'], [pay]);
  const publicKey = c.signers[1]?.publicKey;
  const psbt = Psbt.fromBase64(buildPsbt({ ...c, publicKey, network: 'regtest' }));
  expect(
    psbt.data.inputs.map(
      ({ tapInternalKey }) => tapInternalKey && Buffer.from(tapInternalKey).toString('hex'),
    ),
  ).toEqual([undefined, publicKey?.slice(2), undefined]);
  expect(psbt.data.inputs.map(({ witnessUtxo }) => witnessUtxo?.value)).toEqual([10_000n, 10_001n, 10_002n]);
});

test('a transaction that does not go with the outputs it is said to spend is not turned into a PSBT', () => {
  expect(() => buildPsbt({ ...mixed, prevouts: mixed.prevouts.slice(1), network: 'regtest' })).toThrow(
    RangeError,
  );
});

/** The same ECDSA signature with S replaced by n − S, DER with sighash ALL. */
function withHighS(der: Uint8Array): Uint8Array {
  const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const rLength = der[3] ?? 0;
  const r = der.subarray(4, 4 + rLength);
  const s = BigInt(`0x${Buffer.from(der.subarray(6 + rLength, -1)).toString('hex')}`);
  const high = Buffer.from(`00${(n - s).toString(16).padStart(64, '0')}`, 'hex');
  const body = Buffer.concat([Buffer.of(2, r.length), r, Buffer.of(2, high.length), high]);
  return Buffer.concat([Buffer.of(0x30, body.length), body, Buffer.of(1)]);
}
