import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesToHex } from './bytes.ts';
import { type Data, decodeData, encodeData } from './cbor/index.ts';
import {
  decodePlanState,
  encodePlanState,
  type PlanState,
  planApp,
  subscriptionApp,
} from './subscription.ts';
import { codeOf } from './testing/code-of.ts';

const plan: PlanState = {
  name: 'Pro',
  priceSats: 50_000n,
  periodSeconds: 2_592_000n,
  merchantScript: Uint8Array.of(0x51, 0x20),
  limit: null,
};

test('a plan is a map of name, price, period, merchant, limit, in this order', () => {
  expect(bytesToHex(encodeData(encodePlanState(plan)))).toBe(
    'a5646e616d656350726f65707269636519c35066706572696f641a00278d00686d65726368616e74425120656c696d6974f6',
  );
});

test('plans survive the way to the chain and back', () => {
  const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const arbitraryPlan = fc.record({
    name: fc.string({ unit: 'binary' }),
    priceSats: uint64,
    periodSeconds: uint64,
    merchantScript: fc.uint8Array(),
    limit: fc.option(uint64),
  });
  fc.assert(
    fc.property(arbitraryPlan, (any) => {
      expect(decodePlanState(decodeData(encodeData(encodePlanState(any))))).toEqual(any);
    }),
  );
});

const entries: readonly [Data, Data][] = [
  ['name', 'Pro'],
  ['price', 1n],
  ['period', 1n],
  ['merchant', new Uint8Array()],
  ['limit', null],
];
const changed = (at: number, value: Data) => new Map(entries.map(([k, v], i) => [k, i === at ? value : v]));

test.each<[string, Data]>([
  ['not a map', [...entries]],
  ['null', null],
  ['a key missing', new Map(entries.slice(0, 4))],
  ['a key too many', new Map<Data, Data>([...entries, ['more', 1n]])],
  ['keys in another order', new Map(entries.toReversed())],
  ['name not text', changed(0, 1n)],
  ['price negative', changed(1, -1n)],
  ['price above 64 bits', changed(1, 2n ** 64n)],
  ['price a float', changed(1, 1.5)],
  ['period null', changed(2, null)],
  ['merchant text', changed(3, '51')],
  ['limit negative', changed(4, -1n)],
])('refused: %s', (_, data) => {
  expect(codeOf(() => decodePlanState(data))).toBe('PLAN_STATE_INVALID');
});

test('a state that cannot be decoded is not encoded', () => {
  expect(codeOf(() => encodePlanState({ ...plan, priceSats: -1n }))).toBe('PLAN_STATE_INVALID');
  expect(codeOf(() => encodePlanState({ ...plan, merchantScript: '51' as never }))).toBe(
    'PLAN_STATE_INVALID',
  );
});

test('plan and subscription share identity and vk, and differ in their tag', () => {
  const id = 'ab'.repeat(32);
  expect(planApp(id, id)).toEqual({ tag: 'n', identity: id, vk: id });
  expect(subscriptionApp(id, id)).toEqual({ tag: 't', identity: id, vk: id });
  expect(codeOf(() => planApp('ab', id))).toBe('APP_INVALID');
});
