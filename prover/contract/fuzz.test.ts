import {
  type App,
  type Data,
  decodeData,
  encodePlanState,
  formatOutPoint,
  type OutPoint,
} from '@charmbills/charms';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Charms, type Coin, encodeContractInput } from '../src/contract-input.ts';
import {
  acceptsBytes,
  coin,
  GENESIS,
  limitedSale,
  MERCHANT,
  OTHER_IDENTITY,
  outPoint,
  PLAN,
  planMint,
  planUpdate,
  STATE,
  SUBSCRIBER,
  subscribe,
  UNITS,
} from './testing/fixture.ts';
import { allows } from './testing/model.ts';

const VALID = [
  planMint(),
  planUpdate({}, { name: 'Silver' }),
  subscribe(3n),
  limitedSale(10n, { limit: 9n }),
].map(({ app, tx, x, w }) => encodeContractInput(app, tx, x, w));
const PRICE = 7n;

describe('the binary, fuzzed', () => {
  it('accepts no random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_000 }), (bytes) => {
        expect(acceptsBytes(bytes)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('accepts no bytes behind a valid beginning', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VALID),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.uint8Array({ maxLength: 200 }),
        (input, share, tail) =>
          agrees(Buffer.concat([input.subarray(0, Math.floor(input.length * share)), tail])),
      ),
      { numRuns: 2_000 },
    );
  });

  it('judges mutations of valid inputs as the rules do', () => {
    const mutation = fc.record({
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      remove: fc.integer({ min: 0, max: 2 }),
      insert: fc.uint8Array({ maxLength: 2 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...VALID),
        fc.array(mutation, { minLength: 1, maxLength: 2 }),
        (input, mutations) => {
          const bytes = mutations.reduce((before, { at, remove, insert }) => {
            const start = Math.floor(before.length * at);
            return Buffer.concat([before.subarray(0, start), insert, before.subarray(start + remove)]);
          }, Buffer.from(input));
          agrees(bytes);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('judges whole transactions as the rules do', () => {
    let accepted = 0;
    fc.assert(
      fc.property(RUNS, (input) => {
        const verdict = allows(decodeData(input));
        if (verdict) accepted++;
        expect(acceptsBytes(input)).toBe(verdict);
      }),
      { numRuns: 3_000, seed: 2 },
    );
    // The generator is of use only while it often hits on what is allowed.
    expect(accepted).toBeGreaterThan(300);
  });
});

/** Where the bytes are canonical CBOR, the binary says what the model says; elsewhere it merely ends. */
function agrees(bytes: Uint8Array): void {
  const accepted = acceptsBytes(bytes);
  let decoded: Data;
  try {
    decoded = decodeData(bytes);
  } catch {
    return;
  }
  expect(accepted).toBe(allows(decoded));
}

const plans = fc
  .record({
    name: fc.constantFrom('Gold', 'Gold', 'Silver'),
    priceSats: fc.constantFrom(PRICE, PRICE, PRICE, PRICE + 1n, 2n ** 63n),
    periodSeconds: fc.constantFrom(60n, 60n, 60n, 61n),
    merchantScript: fc.constantFrom(MERCHANT, MERCHANT, MERCHANT, SUBSCRIBER),
    limit: fc.constantFrom(null, null, 0n, 1n, 2n, 3n),
  })
  .map((changes) => encodePlanState({ ...STATE, ...changes }));
const unitCounts = fc.constantFrom(1n, 1n, 2n, 3n, 2n ** 63n, 0n);
const charm = fc.oneof(
  { weight: 4, arbitrary: unitCounts.map((count) => [UNITS, count] as const) },
  { weight: 3, arbitrary: plans.map((state) => [PLAN, state] as const) },
  {
    weight: 1,
    arbitrary: unitCounts.map((count) => [{ ...UNITS, identity: OTHER_IDENTITY }, count] as const),
  },
);
const charms: fc.Arbitrary<Charms> = fc.uniqueArray<readonly [App, Data], string>(charm, {
  maxLength: 2,
  selector: ([app]) => app.tag + app.identity,
});
const coins: fc.Arbitrary<Coin> = fc
  .tuple(
    fc.constantFrom(MERCHANT, MERCHANT, SUBSCRIBER),
    fc.constantFrom(0n, PRICE, PRICE * 2n, PRICE * 3n, 2n ** 63n),
  )
  .map(([dest, amountSats]) => coin(dest, amountSats));
const places: fc.Arbitrary<OutPoint> = fc.constantFrom(GENESIS, outPoint(0x33), outPoint(0x44, 1));
const utxos = fc.array(fc.tuple(places, charms, coins), { maxLength: 2 });

const RUNS = fc
  .record({
    app: fc.constantFrom(PLAN, UNITS),
    ins: utxos,
    refs: fc.array(fc.tuple(places, charms), { maxLength: 1 }),
    outs: fc.array(fc.tuple(charms, coins), { maxLength: 2 }),
    w: fc.constantFrom<Data[]>(null, null, formatOutPoint(GENESIS)),
  })
  .map(({ app, ins, refs, outs, w }) => {
    const tx = {
      ins: ins.map(([at, held]) => [at, held] as const),
      refs,
      outs: outs.map(([held]) => held),
      coinIns: ins.map(([, , sats]) => sats),
      coinOuts: outs.map(([, sats]) => sats),
      prevTxs: new Map<string, string>(),
      appPublicInputs: [],
    };
    return encodeContractInput(app, tx, null, w);
  });
