import fc from 'fast-check';
import { type App, compareApps, formatApp } from '../app.ts';
import { bytesToHex } from '../bytes.ts';
import type { Data } from '../cbor/index.ts';
import type { OutPoint } from '../outpoint.ts';
import type { NormalizedSpell, SpellCoin } from '../spell/spell.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const b32 = bytes(32).map(bytesToHex);
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

export const arbitraryData: fc.Arbitrary<Data> = fc.letrec<{ data: Data }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -300n, max: 300n }),
    fc.double().filter((value) => !Number.isInteger(value)),
    fc.float().filter((value) => !Number.isInteger(value)),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('data')),
    fc.array(fc.tuple(tie('data'), tie('data'))).map((entries) => new Map(entries)),
  ),
})).data;

export const arbitraryOutPoint: fc.Arbitrary<OutPoint> = fc.record({ txid: b32, vout: uint32 });

export const arbitraryApp: fc.Arbitrary<App> = fc.record({
  tag: fc.oneof(
    fc.constantFrom('n', 't', 's', '/'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  identity: b32,
  vk: b32,
});

const coin: fc.Arbitrary<SpellCoin> = fc.record(
  { amount: uint64, dest: fc.uint8Array({ maxLength: 40 }), content: arbitraryData },
  { requiredKeys: ['amount', 'dest'] },
);

const ascending = fc.uniqueArray(uint32, { maxLength: 5 }).map((values) => values.sort((a, b) => a - b));

/** Any spell the format allows, of a supported version, with or without each optional field. */
export const arbitrarySpell: fc.Arbitrary<NormalizedSpell> = fc
  .uniqueArray(arbitraryApp, { selector: formatApp, maxLength: 4 })
  .chain((apps) => {
    const charms = fc
      .subarray(apps.map((_, index) => index))
      .chain((indices) => fc.tuple(...indices.map((index) => fc.tuple(fc.constant(index), arbitraryData))))
      .map((entries) => new Map(entries));
    return fc.record(
      {
        version: fc.integer({ min: 9, max: 15 }),
        tx: fc.record(
          {
            ins: fc.array(arbitraryOutPoint, { maxLength: 4 }),
            refs: fc.array(arbitraryOutPoint, { maxLength: 3 }),
            outs: fc.array(charms, { maxLength: 4 }),
            beamedOuts: ascending.chain((indices) =>
              fc
                .tuple(...indices.map((index) => fc.tuple(fc.constant(index), bytes(32))))
                .map((entries) => new Map(entries)),
            ),
            coins: fc.array(coin, { maxLength: 4 }),
            scrolls: ascending,
          },
          { requiredKeys: ['outs'] },
        ),
        appPublicInputs: fc
          .tuple(...[...apps].sort(compareApps).map((app) => fc.tuple(fc.constant(app), arbitraryData)))
          .map((entries) => [...entries]),
        versionedApps: fc
          .array(fc.tuple(arbitraryData, arbitraryData), { minLength: 1, maxLength: 2 })
          .map((entries) => new Map(entries)),
        mock: fc.constant(true),
      },
      { requiredKeys: ['version', 'tx', 'appPublicInputs'] },
    );
  });

/** Bytes near to valid ones: a few changed, cut, repeated or inserted. */
export function mutated(valid: Uint8Array): fc.Arbitrary<Uint8Array> {
  const place = fc.nat({ max: valid.length - 1 });
  return fc.oneof(
    fc
      .array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })
      .map((flips) => {
        const copy = valid.slice();
        for (const [at, mask] of flips) copy[at] = (copy[at] ?? 0) ^ mask;
        return copy;
      }),
    place.map((end) => valid.slice(0, end)),
    fc
      .tuple(place, place, fc.uint8Array({ maxLength: 9 }))
      .map(([from, to, inserted]) =>
        Uint8Array.of(...valid.subarray(0, from), ...inserted, ...valid.subarray(to)),
      ),
  );
}
