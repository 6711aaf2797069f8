import {
  charmsByOutput,
  decodePlanState,
  decodeSpell,
  encodeSpell,
  formatOutPoint,
  identityOf,
  planApp,
  subscriptionApp,
} from '@charmbills/charms';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeSpell, privateInputsOf, rolesOf } from './compose-spell.ts';
import { fromStoredRequest, type SpellRequest, toStoredRequest } from './spell-request.ts';

const vk = 'cd'.repeat(32);
const signerScript = Uint8Array.of(0x51, 0x20, ...new Uint8Array(32).fill(7));
const merchantScript = Uint8Array.of(0x00, 0x14, ...new Uint8Array(20).fill(9));
const ins = [
  { txid: '11'.repeat(32), vout: 1 },
  { txid: '22'.repeat(32), vout: 0 },
];
const planMint: SpellRequest = {
  kind: 'plan_mint',
  planId: 'plan_1',
  state: { name: 'Gold', priceSats: 25_000n, periodSeconds: 2_592_000n, merchantScript, limit: null },
};
const subscriptionMint: SpellRequest = {
  kind: 'subscription_mint',
  planId: 'plan_1',
  subscriptionId: 'sub_1',
  app: { identity: 'ab'.repeat(32), vk },
  planNft: { txid: '33'.repeat(32), vout: 0 },
  units: 3,
  priceSats: 25_000n,
  merchantScript,
};

test('a plan mint is one NFT for the signer, whose identity is the first input', () => {
  const spell = composeSpell({ request: planMint, ins, signerScript, contractVk: vk, mock: false });
  const genesis = { txid: '11'.repeat(32), vout: 1 };
  const app = planApp(identityOf(genesis), vk);
  expect(spell.tx.ins).toEqual(ins);
  expect(spell.tx.refs).toBeUndefined();
  expect(spell.tx.coins).toEqual([{ amount: 1_000n, dest: signerScript }]);
  const [[charm] = []] = charmsByOutput(spell);
  expect(charm?.[0]).toEqual(app);
  expect(decodePlanState(charm?.[1] ?? null)).toEqual(planMint.state);
  expect(privateInputsOf(planMint, spell)).toEqual([[app, formatOutPoint(genesis)]]);
  expect(rolesOf(planMint)).toEqual(['PLAN']);
});

test('a subscription mint pays every period to the merchant and gives the signer as many units', () => {
  const spell = composeSpell({
    request: subscriptionMint,
    ins,
    signerScript,
    contractVk: 'ff'.repeat(32),
    mock: false,
  });
  expect(spell.tx.refs).toEqual([subscriptionMint.planNft]);
  expect(spell.tx.coins).toEqual([
    { amount: 75_000n, dest: merchantScript },
    { amount: 1_000n, dest: signerScript },
  ]);
  expect(charmsByOutput(spell)).toEqual([[], [[subscriptionApp('ab'.repeat(32), vk), 3n]]]);
  expect(privateInputsOf(subscriptionMint, spell)).toEqual([]);
  expect(rolesOf(subscriptionMint)).toEqual(['PAYMENT', 'TOKEN']);
});

test('a distinction makes another spell over the same inputs', () => {
  const parts = { request: subscriptionMint, ins, signerScript, contractVk: vk, mock: false };
  expect(encodeSpell(composeSpell({ ...parts, distinction: 1n }))).not.toEqual(
    encodeSpell(composeSpell(parts)),
  );
});

test('only a spell for regtest asks for a mock', () => {
  const parts = { request: planMint, ins, signerScript, contractVk: vk };
  expect(composeSpell({ ...parts, mock: false }).mock).toBeUndefined();
  expect(decodeSpell(encodeSpell(composeSpell({ ...parts, mock: true }))).mock).toBe(true);
});

test('a stored request is read back as it was', () => {
  const bytes = fc.uint8Array({ maxLength: 40 });
  const uint = fc.bigInt(0n, 2n ** 64n - 1n);
  const state = fc.record({
    name: fc.string(),
    priceSats: uint,
    periodSeconds: uint,
    merchantScript: bytes,
    limit: fc.option(uint),
  });
  fc.assert(
    fc.property(state, bytes, uint, fc.integer({ min: 1, max: 1_000 }), (plan, script, priceSats, units) => {
      for (const request of [
        { ...planMint, state: plan },
        { ...subscriptionMint, merchantScript: script, priceSats, units },
      ]) {
        expect(fromStoredRequest(JSON.parse(JSON.stringify(toStoredRequest(request))))).toEqual(request);
      }
    }),
  );
});

test('a row that holds no request is refused', () => {
  for (const value of [null, {}, { kind: 'plan_mint' }, { ...toStoredRequest(subscriptionMint), units: 0 }]) {
    expect(() => fromStoredRequest(value)).toThrow();
  }
});
