import {
  buildSpell,
  encodeSpell,
  mockProof,
  type NormalizedSpell,
  spellScript,
  subscriptionApp,
} from '@charmbills/charms';
import { Transaction } from 'bitcoinjs-lib';
import { expect, test } from 'vitest';
import { ProverAnswerWrongError, type ProverDifference } from './charms.errors.ts';
import { checkProvedTransaction, type ProofOrder } from './check-proved-transaction.ts';

const signerScript = Uint8Array.of(0x51, 0x20, ...new Uint8Array(32).fill(7));
const merchantScript = Uint8Array.of(0x00, 0x14, ...new Uint8Array(20).fill(9));
const proverScript = Uint8Array.of(0x00, 0x14, ...new Uint8Array(20).fill(3));
const thiefScript = Uint8Array.of(0x00, 0x14, ...new Uint8Array(20).fill(0xee));
const app = subscriptionApp('ab'.repeat(32), 'cd'.repeat(32));
const ins = [
  { txid: '11'.repeat(32), vout: 1 },
  { txid: '22'.repeat(32), vout: 0 },
];

const asked = buildSpell({
  ins,
  refs: [{ txid: '33'.repeat(32), vout: 0 }],
  outs: [
    { coin: { amountSats: 25_000n, dest: merchantScript } },
    { coin: { amountSats: 1_000n, dest: signerScript }, charms: [[app, 1n]] },
  ],
  mock: true,
});
const order: ProofOrder = {
  spell: encodeSpell(asked),
  prevouts: [
    { amountSats: 40_000n, script: signerScript },
    { amountSats: 10_000n, script: signerScript },
  ],
  changeScript: signerScript,
  feeRate: 2_000n,
  feeRateCeiling: 10_000n,
  proverFeeCeilingSats: 2_000n,
  allowMock: true,
};

interface Answer {
  version: number;
  locktime: number;
  inputs: { txid: string; vout: number; sequence: number; scriptSig: Uint8Array; witness: Uint8Array[] }[];
  outputs: { script: Uint8Array; sats: bigint }[];
}

const FEE_OUTPUT = 2;
const SPELL_OUTPUT = 3;
const CHANGE_OUTPUT = 4;

/** What an honest prover returns: some 2 sat/vB to the miners, 1,500 sats to itself, the rest as change. */
function honest(): Answer {
  return {
    version: 2,
    locktime: 0,
    inputs: ins.map((outPoint) => ({
      ...outPoint,
      sequence: 0xffff_ffff,
      scriptSig: new Uint8Array(),
      witness: [],
    })),
    outputs: [
      { script: merchantScript, sats: 25_000n },
      { script: signerScript, sats: 1_000n },
      { script: proverScript, sats: 1_500n },
      { script: scriptOf(asked), sats: 0n },
      { script: signerScript, sats: 21_300n },
    ],
  };
}

function scriptOf(spell: NormalizedSpell): Uint8Array {
  return spellScript({ spell, proof: mockProof(spell) });
}

function serialise({ version, locktime, inputs, outputs }: Answer): Uint8Array {
  const tx = new Transaction();
  tx.version = version;
  tx.locktime = locktime;
  inputs.forEach(({ txid, vout, sequence, scriptSig, witness }, index) => {
    tx.addInput(Buffer.from(txid, 'hex').reverse(), vout, sequence, scriptSig);
    tx.setWitness(index, witness);
  });
  for (const { script, sats } of outputs) tx.addOutput(script, sats);
  return new Uint8Array(tx.toBuffer());
}

function at<T>(items: T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`nothing at ${index}`);
  return item;
}

function differenceOf(raw: Uint8Array, changed: Partial<ProofOrder> = {}): ProverDifference | undefined {
  try {
    checkProvedTransaction(raw, { ...order, ...changed });
    return undefined;
  } catch (error) {
    if (error instanceof ProverAnswerWrongError) return error.difference;
    throw error;
  }
}

test('an honest answer passes, with what it costs read off it', () => {
  const proved = checkProvedTransaction(serialise(honest()), order);
  expect(proved).toMatchObject({ feeSats: 1_200n, proverFeeSats: 1_500n, opReturnIndex: SPELL_OUTPUT });
  expect(proved.tx.txid).toBe(Transaction.fromBuffer(serialise(honest())).getId());
});

test('a prover may take no fee, and may drop change below 300 sats', () => {
  const free = honest();
  free.outputs.splice(FEE_OUTPUT, 1);
  at(free.outputs, SPELL_OUTPUT).sats += 1_500n;
  expect(checkProvedTransaction(serialise(free), order).proverFeeSats).toBe(0n);

  const small = honest();
  small.outputs.splice(CHANGE_OUTPUT, 1);
  const prevouts = [
    { amountSats: 28_990n, script: signerScript },
    { amountSats: 0n, script: signerScript },
  ];
  expect(checkProvedTransaction(serialise(small), { ...order, prevouts }).feeSats).toBe(1_490n);
});

const LIES: readonly (readonly [string, ProverDifference, (answer: Answer) => void])[] = [
  ['another version', 'version', (a) => (a.version = 3)],
  ['a locktime', 'locktime', (a) => (a.locktime = 900_000)],
  ['an input that is locked in time', 'sequence', (a) => (at(a.inputs, 0).sequence = 144)],
  ['an input with a scriptSig', 'already_signed', (a) => (at(a.inputs, 1).scriptSig = Uint8Array.of(0x51))],
  ['an input with a witness', 'already_signed', (a) => at(a.inputs, 1).witness.push(new Uint8Array(64))],
  ['one input less', 'inputs', (a) => a.inputs.pop()],
  ['one input more', 'inputs', (a) => a.inputs.push({ ...at(a.inputs, 0), vout: 9 })],
  ['another input of ours', 'inputs', (a) => (at(a.inputs, 1).vout = 5)],
  ['inputs in another order', 'inputs', (a) => a.inputs.reverse()],
  ['the payment to somebody else', 'coins', (a) => (at(a.outputs, 0).script = thiefScript)],
  ['a sat less for the merchant', 'coins', (a) => (at(a.outputs, 0).sats -= 1n)],
  ['the token to somebody else', 'coins', (a) => (at(a.outputs, 1).script = thiefScript)],
  ['coins in another order', 'coins', (a) => a.outputs.unshift(...a.outputs.splice(1, 1))],
  ['a prover fee above the ceiling', 'prover_fee', (a) => (at(a.outputs, FEE_OUTPUT).sats = 2_001n)],
  [
    'a second fee output',
    'output_count',
    (a) => a.outputs.splice(FEE_OUTPUT, 0, { script: thiefScript, sats: 300n }),
  ],
  ['a second change output', 'output_count', (a) => a.outputs.push({ script: signerScript, sats: 300n })],
  ['the spell before the coins', 'coins', (a) => a.outputs.unshift(...a.outputs.splice(SPELL_OUTPUT, 1))],
  ['the change to somebody else', 'change', (a) => (at(a.outputs, CHANGE_OUTPUT).script = thiefScript)],
  ['sats on the spell', 'change', (a) => (at(a.outputs, SPELL_OUTPUT).sats = 500n)],
  ['less change than is left', 'fee_too_high', (a) => (at(a.outputs, CHANGE_OUTPUT).sats -= 600n)],
  ['no change', 'fee_too_high', (a) => a.outputs.pop()],
  ['too little for the miners', 'fee_too_low', (a) => (at(a.outputs, CHANGE_OUTPUT).sats += 400n)],
  ['more out than in', 'fee_too_low', (a) => (at(a.outputs, CHANGE_OUTPUT).sats += 5_000n)],
  ['no spell', 'spell_missing', (a) => a.outputs.splice(SPELL_OUTPUT, 1)],
  ['two spells', 'spell_missing', (a) => a.outputs.push(at(a.outputs, SPELL_OUTPUT))],
  [
    'a spell cut short',
    'spell_missing',
    (a) => (at(a.outputs, SPELL_OUTPUT).script = scriptOf(asked).slice(0, -1)),
  ],
  ['more units', 'spell_changed', (a) => (at(a.outputs, SPELL_OUTPUT).script = scriptOf(withUnits(2n)))],
  ['fewer units', 'spell_changed', (a) => (at(a.outputs, SPELL_OUTPUT).script = scriptOf(unminted()))],
  [
    'another reference',
    'spell_changed',
    (a) => (at(a.outputs, SPELL_OUTPUT).script = scriptOf({ ...asked, tx: { ...asked.tx, refs: [...ins] } })),
  ],
  [
    'another version of the protocol',
    'spell_changed',
    (a) => (at(a.outputs, SPELL_OUTPUT).script = scriptOf({ ...asked, version: 14 })),
  ],
  [
    'a proof of another spell',
    'proof',
    (a) => {
      const proof = mockProof(withUnits(2n));
      at(a.outputs, SPELL_OUTPUT).script = spellScript({ spell: asked, proof });
    },
  ],
  [
    'an empty proof',
    'proof',
    (a) => (at(a.outputs, SPELL_OUTPUT).script = spellScript({ spell: asked, proof: new Uint8Array() })),
  ],
];

function withUnits(units: bigint): NormalizedSpell {
  const outs = [new Map(), new Map([[0, units]])];
  return { ...asked, tx: { ...asked.tx, outs } };
}

function unminted(): NormalizedSpell {
  return { ...asked, tx: { ...asked.tx, outs: [new Map(), new Map()] } };
}

test.each(LIES)('%s is caught as %s', (_, difference, lie) => {
  const answer = honest();
  lie(answer);
  expect(differenceOf(serialise(answer))).toBe(difference);
});

test('a mock is refused where mocks are not allowed, also when none was asked for', () => {
  expect(differenceOf(serialise(honest()), { allowMock: false })).toBe('proof');
  const { mock: _, ...unmocked } = asked;
  const spell = encodeSpell(unmocked);
  expect(differenceOf(serialise(honest()), { spell, allowMock: false })).toBe('spell_changed');
  const real = honest();
  at(real.outputs, SPELL_OUTPUT).script = spellScript({ spell: unmocked, proof: mockProof(asked) });
  expect(differenceOf(serialise(real), { spell, allowMock: false })).toBe('proof');
});

test('a fee rate above the ceiling is refused even when it was asked for', () => {
  const answer = honest();
  at(answer.outputs, CHANGE_OUTPUT).sats -= 10_000n;
  expect(differenceOf(serialise(answer), { feeRate: 20_000n })).toBe('fee_too_high');
  expect(differenceOf(serialise(answer), { feeRate: 20_000n, feeRateCeiling: 20_000n })).toBeUndefined();
});

test('bytes that are no transaction are refused', () => {
  const raw = serialise(honest());
  for (const bytes of [new Uint8Array(), raw.slice(0, -1), Uint8Array.of(...raw, 0)]) {
    expect(differenceOf(bytes)).toBe('not_a_transaction');
  }
});

test('a flipped byte passes only where the prover may choose: its own fee, and the miners’ by a little', () => {
  const raw = serialise(honest());
  const feeScriptAt = Buffer.from(raw).indexOf(proverScript);
  const changeAt = Buffer.from(raw).lastIndexOf(signerScript);
  const passed: number[] = [];
  for (let index = 0; index < raw.length; index++) {
    const flipped = raw.slice();
    flipped[index] = (flipped[index] ?? 0) ^ 0x80;
    if (differenceOf(flipped) === undefined) passed.push(index);
  }
  const amountAndLengthBytes = 9;
  const chosen = (index: number) =>
    (index >= feeScriptAt - amountAndLengthBytes && index < feeScriptAt + proverScript.length) ||
    index === changeAt - amountAndLengthBytes;
  expect(passed).toContain(feeScriptAt + 2);
  expect(passed.filter((index) => !chosen(index))).toEqual([]);
});
