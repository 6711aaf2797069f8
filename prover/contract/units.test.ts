import { encodePlanState, planApp, subscriptionApp } from '@charmbills/charms';
import { describe, expect, it } from 'vitest';
import { CONTRACT_VK } from '../src/contract.ts';
import type { ContractTx } from '../src/contract-input.ts';
import {
  accepts,
  coin,
  FUNDS,
  IDENTITY,
  limitedSale,
  MERCHANT,
  OTHER_IDENTITY,
  OTHER_VK,
  outPoint,
  PLAN_AT,
  plan,
  type Run,
  STATE,
  SUBSCRIBER,
  script,
  subscribe,
  transaction,
  UNITS,
  units,
  withTx,
} from './testing/fixture.ts';

const PRICE = STATE.priceSats;
const MAX_UINT64 = 2n ** 64n - 1n;

describe('subscribing to an open plan', () => {
  it.each([1n, 2n, 12n, 1_000_000n])('mints %d periods for as many prices', (count) => {
    expect(accepts(subscribe(count))).toBe(true);
    expect(accepts(subscribe(count, PRICE * count + 1n))).toBe(true);
  });

  it('refuses a price short by one satoshi', () => {
    expect(accepts(subscribe(1n, PRICE - 1n))).toBe(false);
  });

  it('refuses k periods for k−1 prices', () => {
    expect(accepts(subscribe(3n, PRICE * 2n))).toBe(false);
    expect(accepts(subscribe(3n, PRICE * 3n - 1n))).toBe(false);
  });

  it('renews: what was held before is not paid again', () => {
    const run = subscribe(1n);
    const held = { ins: [[FUNDS.at, [units(5n)]]] } satisfies Partial<ContractTx>;
    expect(accepts(withTx(run, { ...held, outs: [[units(6n)], []] }))).toBe(true);
    expect(accepts(withTx(run, { ...held, outs: [[units(7n)], []] }))).toBe(false);
  });

  it('counts units on every output', () => {
    expect(accepts(withTx(subscribe(2n), { outs: [[units(1n)], [units(1n)]] }))).toBe(true);
    expect(accepts(withTx(subscribe(2n), { outs: [[units(2n)], [units(1n)]] }))).toBe(false);
  });

  it('refuses a price paid to another script', () => {
    for (const other of [
      script(0xac),
      MERCHANT.slice(0, -1),
      Uint8Array.of(...MERCHANT, 0),
      new Uint8Array(),
    ]) {
      const run = subscribe(1n);
      expect(accepts(withTx(run, { coinOuts: [coin(SUBSCRIBER, 1_000n), coin(other, PRICE)] }))).toBe(false);
    }
  });

  it('adds up what several outputs pay', () => {
    const split = (first: bigint, second: bigint) => {
      const run = subscribe(1n);
      return withTx(run, { coinOuts: [coin(MERCHANT, first), coin(MERCHANT, second)] });
    };
    expect(accepts(split(PRICE - 546n, 546n))).toBe(true);
    expect(accepts(split(PRICE - 547n, 546n))).toBe(false);
  });

  it('refuses a price paid by recycling what was the merchant’s', () => {
    const run = subscribe(1n);
    const own = { at: outPoint(0x77), coin: coin(MERCHANT, PRICE) };
    const ins = [...run.tx.ins, [own.at, []] as const];
    const coinIns = [...run.tx.coinIns, own.coin];
    const paying = (sats: bigint) =>
      withTx(run, { ins, coinIns, coinOuts: [coin(SUBSCRIBER, 1n), coin(MERCHANT, sats)] });
    expect(accepts(paying(PRICE))).toBe(false);
    expect(accepts(paying(PRICE * 2n - 1n))).toBe(false);
    expect(accepts(paying(PRICE * 2n))).toBe(true);
  });

  it('refuses a plan that is missing', () => {
    expect(accepts(withTx(subscribe(1n), { refs: [] }))).toBe(false);
    expect(accepts(withTx(subscribe(1n), { refs: [[PLAN_AT, []]] }))).toBe(false);
  });

  it('refuses a plan that is only on the outputs', () => {
    expect(accepts(withTx(subscribe(1n), { refs: [], outs: [[units(1n)], [plan()]] }))).toBe(false);
  });

  it.each([
    ['of another identity', planApp(OTHER_IDENTITY, CONTRACT_VK)],
    ['of another code', planApp(IDENTITY, OTHER_VK)],
    ['of another tag', { ...planApp(IDENTITY, CONTRACT_VK), tag: 's' }],
  ])('refuses a plan %s', (_, app) => {
    expect(accepts(withTx(subscribe(1n), { refs: [[PLAN_AT, [[app, encodePlanState(STATE)]]]] }))).toBe(
      false,
    );
  });

  it('refuses several plans, whichever is cheaper', () => {
    const cheap = plan({ priceSats: 1n });
    const refs = [
      [PLAN_AT, [plan()]],
      [outPoint(0x45), [cheap]],
    ] as const;
    expect(accepts(withTx(subscribe(1n), { refs }))).toBe(false);
    expect(accepts(withTx(subscribe(1n), { refs: [refs[1], refs[0]] }))).toBe(false);
  });

  it('refuses a plan both spent and referenced', () => {
    const run = subscribe(1n);
    const ins = [...run.tx.ins, [outPoint(0x45), [plan()]] as const];
    const coinIns = [...run.tx.coinIns, coin(MERCHANT, 1_000n)];
    const outs = [[units(1n)], [plan()]];
    const coinOuts = [coin(SUBSCRIBER, 1_000n), coin(MERCHANT, PRICE + 1_000n)];
    expect(accepts(withTx(run, { ins, coinIns, outs, coinOuts, refs: [] }))).toBe(true);
    expect(accepts(withTx(run, { ins, coinIns, outs, coinOuts }))).toBe(false);
  });

  it('refuses a plan that grows a second NFT', () => {
    expect(accepts(withTx(subscribe(1n), { outs: [[units(1n), plan()], []] }))).toBe(false);
  });

  it('refuses one payment for periods of two plans of the same merchant', () => {
    const other = subscriptionApp(OTHER_IDENTITY, CONTRACT_VK);
    const otherPlan = planApp(OTHER_IDENTITY, CONTRACT_VK);
    const refs = [
      [PLAN_AT, [plan()]],
      [outPoint(0x45), [[otherPlan, encodePlanState(STATE)]]],
    ] as const;
    const both = withTx(subscribe(1n), { refs, outs: [[units(1n), [other, 1n]], []] });
    expect(accepts(both)).toBe(false);
    expect(accepts({ ...both, app: other })).toBe(false);
    expect(accepts(withTx(subscribe(1n), { refs }))).toBe(true);
  });

  it('refuses a referenced plan with a limit', () => {
    expect(accepts(subscribe(1n, PRICE, { limit: 5n }))).toBe(false);
    expect(accepts(subscribe(1n, PRICE, { limit: 0n }))).toBe(false);
  });

  it('takes no input, public or private', () => {
    expect(accepts({ ...subscribe(1n), x: 0n })).toBe(false);
    expect(accepts({ ...subscribe(1n), w: 'w' })).toBe(false);
  });
});

describe('selling from a plan with a limit', () => {
  it('lowers the limit by what is sold', () => {
    expect(accepts(limitedSale(10n, { limit: 9n }))).toBe(true);
    expect(accepts(limitedSale(10n, { limit: 6n }, 4n))).toBe(true);
    expect(accepts(limitedSale(1n, { limit: 0n }))).toBe(true);
  });

  it.each([
    ['kept', { limit: 10n }],
    ['raised', { limit: 11n }],
    ['lowered too far', { limit: 8n }],
    ['lifted', { limit: null }],
    ['lowered, and the price with it', { limit: 9n, priceSats: PRICE - 1n }],
    ['lowered, and the name changed', { limit: 9n, name: 'Silver' }],
    ['lowered, and the merchant changed', { limit: 9n, merchantScript: SUBSCRIBER }],
    ['lowered, and the period changed', { limit: 9n, periodSeconds: 1n }],
  ])('refuses a limit %s', (_, after) => {
    expect(accepts(limitedSale(10n, after))).toBe(false);
  });

  it('refuses more than the limit', () => {
    expect(accepts(limitedSale(2n, { limit: 0n }, 3n))).toBe(false);
    expect(accepts(limitedSale(2n, { limit: MAX_UINT64 }, 3n))).toBe(false);
    expect(accepts(limitedSale(0n, { limit: 0n }))).toBe(false);
  });

  it('refuses to close the plan while selling', () => {
    const run = limitedSale(1n, { limit: 0n });
    expect(accepts(withTx(run, { outs: [[], [units(1n)], []] }))).toBe(false);
  });

  it('is not paid by the coin that carries the plan', () => {
    const run = limitedSale(10n, { limit: 9n });
    const [, funds = FUNDS.coin] = run.tx.coinIns;
    expect(accepts(withTx(run, { coinIns: [coin(MERCHANT, 1_001n), funds] }))).toBe(false);
  });
});

describe('moving and burning units', () => {
  const holding = (before: bigint, after: readonly bigint[]): Run => ({
    app: UNITS,
    tx: transaction({
      ins: [{ ...FUNDS, charms: [units(before)] }],
      outs: after.map((count) => ({ coin: coin(SUBSCRIBER, 1_000n), charms: [units(count)] })),
    }),
    x: null,
    w: null,
  });

  it('needs neither plan nor payment', () => {
    expect(accepts(holding(5n, [5n]))).toBe(true);
    expect(accepts(holding(5n, [2n, 3n]))).toBe(true);
    expect(accepts(holding(5n, [1n]))).toBe(true);
    expect(accepts(holding(5n, []))).toBe(true);
  });

  it('mints nothing', () => {
    expect(accepts(holding(5n, [6n]))).toBe(false);
    expect(accepts(holding(5n, [5n, 1n]))).toBe(false);
  });
});

describe('amounts', () => {
  it.each([
    ['zero', 0n],
    ['negative', -1n],
    ['a fraction', 1.5],
    ['text', '1'],
    ['null', null],
    ['a byte string', Uint8Array.of(1)],
  ])('of units may not be %s', (_, amount) => {
    expect(accepts(withTx(subscribe(1n), { outs: [[[UNITS, amount]], []] }))).toBe(false);
    expect(accepts(withTx(subscribe(1n), { ins: [[FUNDS.at, [[UNITS, amount]]]] }))).toBe(false);
  });

  it('of units do not wrap around', () => {
    const free = withTx(subscribe(1n), { refs: [[PLAN_AT, [plan({ priceSats: 1n })]]] });
    expect(accepts(withTx(free, { outs: [[units(2n ** 63n)], [units(2n ** 63n)]] }))).toBe(false);
    expect(accepts(withTx(free, { outs: [[units(MAX_UINT64)], [units(2n)]] }))).toBe(false);
    expect(
      accepts(
        withTx(free, {
          ins: [
            [FUNDS.at, [units(MAX_UINT64)]],
            [outPoint(0x78), [units(2n)]],
          ],
        }),
      ),
    ).toBe(false);
  });

  it('due do not wrap around', () => {
    const priced = (priceSats: bigint, count: bigint, paid: bigint) => subscribe(count, paid, { priceSats });
    expect(accepts(priced(2n ** 63n, 2n, 0n))).toBe(false);
    expect(accepts(priced(2n ** 63n, 3n, 2n ** 63n))).toBe(false);
    expect(accepts(priced(2n ** 32n, 2n ** 32n, MAX_UINT64))).toBe(false);
    expect(accepts(priced(2n ** 32n, 2n ** 32n - 1n, 2n ** 64n - 2n ** 32n))).toBe(true);
    expect(accepts(priced(MAX_UINT64, 1n, MAX_UINT64))).toBe(true);
  });

  it('paid do not wrap around', () => {
    const run = subscribe(1n, PRICE, { priceSats: 2n ** 63n });
    expect(accepts(withTx(run, { coinOuts: [coin(MERCHANT, 2n ** 63n), coin(MERCHANT, 2n ** 63n)] }))).toBe(
      false,
    );
    expect(accepts(withTx(run, { coinOuts: [coin(MERCHANT, 2n ** 63n), coin(MERCHANT, 0n)] }))).toBe(true);
  });

  it('taken do not wrap around', () => {
    const run = subscribe(1n);
    const half = coin(MERCHANT, 2n ** 63n);
    const ins = [
      [FUNDS.at, []],
      [outPoint(0x78), []],
    ] as const;
    expect(accepts(withTx(run, { ins, coinIns: [half, half] }))).toBe(false);
  });

  it('taken and due do not wrap around together', () => {
    const run = subscribe(1n, PRICE, { priceSats: 2n ** 63n });
    expect(accepts(withTx(run, { coinIns: [coin(MERCHANT, 2n ** 63n)] }))).toBe(false);
  });

  it('are those of every input and output', () => {
    const run = subscribe(1n);
    const free = subscribe(1n, 0n);
    expect(accepts(withTx(run, { coinIns: [] }))).toBe(false);
    expect(accepts(withTx(run, { coinIns: [...run.tx.coinIns, FUNDS.coin] }))).toBe(false);
    expect(accepts(withTx(run, { coinOuts: [coin(MERCHANT, PRICE)] }))).toBe(false);
    expect(accepts(withTx(free, { coinOuts: [...free.tx.coinOuts, coin(MERCHANT, PRICE)] }))).toBe(false);
  });
});
