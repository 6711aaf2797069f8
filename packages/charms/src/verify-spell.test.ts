import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ParsedTx } from './bitcoin/transaction.ts';
import { mockProof } from './proof/mock-proof.ts';
import { buildSpell } from './spell/build-spell.ts';
import { readSpell } from './spell/read-spell.ts';
import { spellScript } from './spell/script.ts';
import type { NormalizedSpell, SignedSpell } from './spell/spell.ts';
import { mutated } from './testing/arbitraries.ts';
import { serializeTransaction } from './testing/serialize-transaction.ts';
import { MAINNET_SPELLS, mainnetSpell } from './testing/vectors.ts';
import { verifySpell } from './verify-spell.ts';

const v12 = mainnetSpell(12);
const v9 = mainnetSpell(9);

/** The transaction with its spell output replaced. */
function carrying({ tx, found }: typeof v12, signed: SignedSpell): ParsedTx {
  const outputs = tx.outputs.map((output, index) =>
    index === found.opReturnIndex ? { ...output, script: spellScript(signed) } : output,
  );
  return { ...tx, outputs };
}

function reason(tx: ParsedTx | Uint8Array, allowMock = false) {
  const result = verifySpell(tx, { allowMock });
  return result.valid ? undefined : result.reason;
}

test.each(MAINNET_SPELLS)('$name: verifies, from bytes and parsed', ({ raw, tx, found }) => {
  expect(verifySpell(raw)).toEqual({ valid: true, spell: found.spell });
  expect(verifySpell(tx)).toEqual({ valid: true, spell: found.spell });
});

test('a transaction verifies before it is signed', () => {
  expect(verifySpell(serializeTransaction(v12.tx)).valid).toBe(true);
});

test('step 1: a transaction without a spell', () => {
  const tx = { ...v12.tx, outputs: v12.tx.outputs.slice(0, v12.found.opReturnIndex) };
  expect(verifySpell(tx)).toEqual({
    valid: false,
    reason: 'SPELL_NOT_FOUND',
    message: 'the transaction carries no spell',
  });
});

test('step 1: versions outside 9 – 15 are refused', () => {
  for (const version of [0, 8, 16]) {
    const signed = { ...v12.found, spell: { ...v12.found.spell, version } };
    expect(reason(carrying(v12, signed))).toBe('SPELL_VERSION_UNSUPPORTED');
  }
});

test('step 1: mock: true is refused unless mock is allowed, and then needs its mock proof', () => {
  const mock: NormalizedSpell = { ...v12.found.spell, mock: true };
  const genuineProof = carrying(v12, { spell: mock, proof: v12.found.proof });
  const mockProven = carrying(v12, { spell: mock, proof: mockProof(mock) });
  expect(reason(genuineProof)).toBe('SPELL_MOCK_REFUSED');
  expect(reason(mockProven)).toBe('SPELL_MOCK_REFUSED');
  expect(reason(genuineProof, true)).toBe('PROOF_MOCK_MISMATCH');
  expect(reason(mockProven, true)).toBeUndefined();
});

test('step 1: a mock proof does not pass for a real one, even where mock is allowed', () => {
  const { mock: _, ...spell } = { ...v12.found.spell, mock: true as const };
  const proof = mockProof({ ...spell, mock: true });
  expect(reason(carrying(v12, { spell, proof }), true)).toBe('PROOF_LENGTH');
});

test('a genuine spell stays valid where mock is allowed', () => {
  expect(reason(v12.raw, true)).toBeUndefined();
});

test('step 2: a mock spell is bound to its inputs and coins', () => {
  const spell = buildSpell({
    ins: v12.tx.inputs.map((input) => input.prevout),
    outs: v12.tx.outputs
      .slice(0, 2)
      .map(({ amountSats, script }) => ({ coin: { amountSats, dest: script } })),
    mock: true,
  });
  const tx = carrying(v12, { spell, proof: mockProof(spell) });
  expect(reason(tx, true)).toBeUndefined();
  expect(reason({ ...tx, inputs: tx.inputs.toReversed() }, true)).toBe('PROOF_MOCK_MISMATCH');
  expect(reason({ ...tx, outputs: tx.outputs.toSpliced(1, 1) }, true)).toBe('PROOF_MOCK_MISMATCH');
});

test('step 2: inputs and coins count in their order', () => {
  const [first, second, ...rest] = v12.tx.outputs;
  const swapped = [second, first, ...rest].flatMap((output) => output ?? []);
  expect(reason({ ...v12.tx, inputs: v12.tx.inputs.toReversed() })).toBe('PROOF_REJECTED');
  expect(reason({ ...v12.tx, inputs: v12.tx.inputs.slice(1) })).toBe('PROOF_REJECTED');
  expect(reason({ ...v12.tx, outputs: swapped })).toBe('PROOF_REJECTED');
});

test('step 2: one more token or satoshi than proved is rejected', () => {
  const outs = v12.found.spell.tx.outs.map((charms, index) =>
    index === 0 ? new Map([...charms].map(([app, amount]) => [app, (amount as bigint) + 1n])) : charms,
  );
  const forged = { ...v12.found.spell, tx: { ...v12.found.spell.tx, outs } };
  expect(reason(carrying(v12, { ...v12.found, spell: forged }))).toBe('PROOF_REJECTED');
  const outputs = v12.tx.outputs.map((o, index) =>
    index === 0 ? { ...o, amountSats: o.amountSats + 1n } : o,
  );
  expect(reason({ ...v12.tx, outputs })).toBe('PROOF_REJECTED');
});

test('step 3: the proof of one version does not pass in another', () => {
  const as = (version: number) => carrying(v12, { ...v12.found, spell: { ...v12.found.spell, version } });
  expect(reason(as(13))).toBe('PROOF_REJECTED');
  expect(reason(as(14))).toBe('PROOF_KEY_MISMATCH');
  expect(reason(as(11))).toBe('PROOF_LENGTH');
});

test('step 3: the proof of one transaction does not pass in another', () => {
  expect(reason(carrying(v9, { ...v9.found, proof: v12.found.proof }))).toBe('PROOF_LENGTH');
  const swapped = carrying(v12, { ...v9.found, spell: { ...v9.found.spell, version: 10 } });
  expect(reason(swapped)).toBe('PROOF_REJECTED');
});

test('whatever is given, the answer is a result and no error', () => {
  for (const nonsense of [undefined, null, 5, 'tx', {}, { outputs: [{}] }, { outputs: 'x', inputs: [] }]) {
    expect(reason(nonsense as never)).toBe('ARGUMENT_INVALID');
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200, size: 'max' }), (bytes) => {
      expect(reason(bytes)).toMatch(/^(TX|SPELL)_/);
    }),
  );
});

test('a spell output with anything in it gives a result, bounded in time', () => {
  const script = spellScript(v9.found);
  fc.assert(
    fc.property(mutated(script), (bytes) => {
      const outputs = v9.tx.outputs.map((o, index) =>
        index === v9.found.opReturnIndex ? { ...o, script: bytes } : o,
      );
      let found: SignedSpell | undefined;
      try {
        found = readSpell({ ...v9.tx, outputs });
      } catch {
        expect(reason({ ...v9.tx, outputs })).toMatch(/^(SPELL|CBOR|APP|OUTPOINT)_/);
        return;
      }
      if (found === undefined) expect(reason({ ...v9.tx, outputs })).toBe('SPELL_NOT_FOUND');
    }),
    { numRuns: 1_000 },
  );
});
