import { createHash } from 'node:crypto';
import { type Data, encodePlanState, formatOutPoint, identityOf, planApp } from '@charmbills/charms';
import { describe, expect, it } from 'vitest';
import { CONTRACT_VK } from '../src/contract.ts';
import {
  accepts,
  coin,
  FUNDS,
  GENESIS,
  MERCHANT,
  OTHER_IDENTITY,
  OTHER_VK,
  outPoint,
  PLAN,
  PLAN_AT,
  plan,
  planMint,
  planUpdate,
  STATE,
  script,
  transaction,
  units,
  withTx,
} from './testing/fixture.ts';

describe('minting a plan', () => {
  it('is accepted when the genesis is spent and named', () => {
    expect(accepts(planMint())).toBe(true);
    expect(accepts(planMint({ limit: 100n }))).toBe(true);
  });

  it.each([0, 9, 10, 65_535, 2 ** 32 - 1])('takes the genesis at output %d', (vout) => {
    const genesis = outPoint(0x5a, vout);
    const app = planApp(identityOf(genesis), CONTRACT_VK);
    const tx = transaction({
      ins: [{ at: genesis, coin: coin(MERCHANT, 2_000n) }],
      outs: [{ coin: coin(MERCHANT, 1_000n), charms: [[app, encodePlanState(STATE)]] }],
    });
    expect(accepts({ app, tx, x: null, w: formatOutPoint(genesis) })).toBe(true);
  });

  it('needs the genesis among the inputs', () => {
    const run = planMint();
    expect(accepts(withTx(run, { ins: [[FUNDS.at, []]], coinIns: [FUNDS.coin] }))).toBe(false);
    expect(
      accepts(withTx(run, { refs: [[GENESIS, []]], ins: [[FUNDS.at, []]], coinIns: [FUNDS.coin] })),
    ).toBe(false);
  });

  it('needs the very output, not another of the same transaction', () => {
    const run = planMint();
    const sibling = { ...GENESIS, vout: GENESIS.vout + 1 };
    expect(accepts(withTx(run, { ins: [[sibling, []]], coinIns: [FUNDS.coin] }))).toBe(false);
  });

  it('needs the identity to be the hash of the genesis', () => {
    const other = outPoint(0x33);
    expect(accepts({ ...planMint(), w: formatOutPoint(other) })).toBe(false);
    const app = planApp(OTHER_IDENTITY, CONTRACT_VK);
    const run = planMint();
    expect(accepts(withTx({ ...run, app }, { outs: [[[app, encodePlanState(STATE)]]] }))).toBe(false);
  });

  const spent = outPoint(0xab, 3);

  it.each([
    ['absent', null],
    ['empty', ''],
    ['upper case', formatOutPoint(spent).toUpperCase()],
    ['without an output', `${spent.txid}:`],
    ['a digit short', `${spent.txid.slice(1)}:3`],
    ['with a leading zero', `${spent.txid}:03`],
    ['with a sign', `${spent.txid}:+3`],
    ['with a space', `${spent.txid}:3 `],
    ['beyond 32 bits', `${spent.txid}:4294967299`],
    ['with another separator', `${spent.txid}/3`],
    ['a byte string', Buffer.from(formatOutPoint(spent))],
    ['a number', 3n],
    ['in an array', [formatOutPoint(spent)]],
  ])('refuses a private input that is %s', (_, w) => {
    // The identity follows the text, so that the text alone can be what is wrong.
    const accepted = (text: Data) => {
      const identity = typeof text === 'string' ? sha256(text) : identityOf(spent);
      const app = planApp(identity, CONTRACT_VK);
      const outs = [{ coin: coin(MERCHANT, 1_000n), charms: [[app, encodePlanState(STATE)] as const] }];
      const tx = transaction({ ins: [{ at: spent, coin: coin(MERCHANT, 2_000n) }], outs });
      return accepts({ app, tx, x: null, w: text });
    };
    expect(accepted(formatOutPoint(spent))).toBe(true);
    expect(accepted(w)).toBe(false);
  });

  it('makes one NFT, on one output', () => {
    const run = planMint();
    const [coinOut = coin(MERCHANT, 1_000n)] = run.tx.coinOuts;
    expect(accepts(withTx(run, { outs: [[plan()], [plan()]], coinOuts: [coinOut, coinOut] }))).toBe(false);
    expect(accepts(withTx(run, { outs: [[]] }))).toBe(false);
  });

  it('sells nothing at the same time', () => {
    expect(accepts(withTx(planMint(), { outs: [[plan(), units(1n)]] }))).toBe(false);
  });

  it('is not mixed with spending the plan', () => {
    const run = planMint();
    expect(accepts(withTx(run, { ins: [...run.tx.ins, [PLAN_AT, [plan()]]] }))).toBe(false);
  });

  it('has no public input', () => {
    expect(accepts({ ...planMint(), x: 1n })).toBe(false);
    expect(accepts({ ...planMint(), x: '' })).toBe(false);
  });
});

describe('the state of a plan', () => {
  it.each([
    ['the longest name', { name: 'n'.repeat(128) }],
    ['a name beyond ASCII', { name: 'Żółć ₿ 订阅 🧡' }],
    ['the highest price', { priceSats: 2n ** 64n - 1n }],
    ['the longest script', { merchantScript: new Uint8Array(100).fill(1) }],
    ['nothing left to sell', { limit: 0n }],
  ])('may have %s', (_, state) => {
    expect(accepts(planMint(state))).toBe(true);
  });

  it.each([
    ['an empty name', { name: '' }],
    ['a name over 128 bytes', { name: 'n'.repeat(129) }],
    ['a price of zero', { priceSats: 0n }],
    ['a period of zero', { periodSeconds: 0n }],
    ['an empty script', { merchantScript: new Uint8Array() }],
    ['a script over 100 bytes', { merchantScript: new Uint8Array(101) }],
  ])('may not have %s', (_, state) => {
    expect(accepts(planMint(state))).toBe(false);
  });

  const fields: readonly (readonly [string, Data])[] = [
    ['name', 'Gold'],
    ['price', 1n],
    ['period', 1n],
    ['merchant', MERCHANT],
    ['limit', null],
  ];
  const state = (...changes: (readonly [string, Data])[]): Data =>
    new Map<Data, Data>([...fields, ...changes]);
  const acceptsState = (data: Data) => accepts(withTx(planMint(), { outs: [[[PLAN, data]]] }));

  it('is a map of five entries', () => {
    expect(acceptsState(state())).toBe(true);
  });

  it.each([
    ['no map', 'Gold'],
    ['a missing key', new Map<Data, Data>(fields.slice(0, 4))],
    ['a further key', state(['paused', true])],
    ['another order', new Map<Data, Data>([...fields].reverse())],
    ['a text as price', state(['price', '1'])],
    ['a negative price', state(['price', -1n])],
    ['a fractional price', state(['price', 1.5])],
    ['a null period', state(['period', null])],
    ['a number as name', state(['name', 1n])],
    ['bytes as name', state(['name', Buffer.from('Gold')])],
    ['a text as script', state(['merchant', 'bc1q'])],
    ['integers as script', state(['merchant', Array.from(MERCHANT, BigInt)])],
    ['false as limit', state(['limit', false])],
    ['a negative limit', state(['limit', -1n])],
  ])('is refused with %s', (_, data) => {
    expect(acceptsState(data)).toBe(false);
  });
});

describe('a later state of a plan', () => {
  it.each([
    ['the same', {}, {}],
    ['another name', {}, { name: 'Silver' }],
    ['a higher price', {}, { priceSats: STATE.priceSats + 1n }],
    ['a lower price', {}, { priceSats: 1n }],
    ['a limit where there was none', {}, { limit: 10n }],
    ['a lower limit', { limit: 10n }, { limit: 9n }],
    ['the same limit', { limit: 10n }, { limit: 10n, name: 'Silver' }],
  ])('may be %s', (_, before, after) => {
    expect(accepts(planUpdate(before, after))).toBe(true);
  });

  it.each([
    ['another period', {}, { periodSeconds: STATE.periodSeconds - 1n }],
    ['another merchant', {}, { merchantScript: script(0xcc) }],
    ['the merchant cut short', {}, { merchantScript: MERCHANT.slice(0, -1) }],
    ['a higher limit', { limit: 10n }, { limit: 11n }],
    ['no limit where there was one', { limit: 10n }, { limit: null }],
    ['a malformed one', {}, { priceSats: 0n }],
  ])('may not be %s', (_, before, after) => {
    expect(accepts(planUpdate(before, after))).toBe(false);
  });

  it('may be none: burning closes the plan', () => {
    expect(accepts(planUpdate({}, null))).toBe(true);
    expect(accepts(planUpdate({ limit: 5n }, null))).toBe(true);
  });

  it('is one NFT for one', () => {
    const run = planUpdate({}, {});
    const [coinOut = coin(MERCHANT, 1_000n)] = run.tx.coinOuts;
    expect(accepts(withTx(run, { outs: [[plan()], [plan()]], coinOuts: [coinOut, coinOut] }))).toBe(false);
    expect(accepts(withTx(run, { ins: [...run.tx.ins, [outPoint(0x45), [plan()]]] }))).toBe(false);
  });

  it('keeps identity and code', () => {
    const run = planUpdate({}, {});
    const [, state] = plan({ name: 'Silver' });
    for (const app of [planApp(OTHER_IDENTITY, CONTRACT_VK), planApp(run.app.identity, OTHER_VK)]) {
      // To the old app this closes the plan, which its owner may do; to the new one it is a mint without genesis.
      expect(accepts(withTx({ ...run, app }, { outs: [[[app, state]]] }))).toBe(false);
      expect(accepts(withTx({ ...run, app, w: formatOutPoint(GENESIS) }, { outs: [[[app, state]]] }))).toBe(
        false,
      );
    }
  });

  it('is not made up from a reference', () => {
    const run = planUpdate({}, {});
    expect(
      accepts(withTx(run, { ins: [[FUNDS.at, []]], refs: [[PLAN_AT, [plan()]]], coinIns: [FUNDS.coin] })),
    ).toBe(false);
  });

  it('takes no input, public or private', () => {
    expect(accepts({ ...planUpdate({}, {}), x: 0n })).toBe(false);
    expect(accepts({ ...planUpdate({}, {}), w: formatOutPoint(GENESIS) })).toBe(false);
  });

  it('changes nothing but the limit in a spell that sells', () => {
    const sale = (before: object, after: object | null) => {
      const run = planUpdate(before, after);
      return withTx(run, { outs: run.tx.outs.map((charms) => [...charms, units(2n)]) });
    };
    expect(accepts(sale({}, {}))).toBe(true);
    expect(accepts(sale({ limit: 10n }, { limit: 8n }))).toBe(true);
    expect(accepts(sale({ limit: 10n }, { limit: 7n }))).toBe(false);
    expect(accepts(sale({ limit: 10n }, { limit: 10n }))).toBe(false);
    expect(accepts(sale({}, { limit: 10n }))).toBe(false);
    expect(accepts(sale({}, { name: 'Silver' }))).toBe(false);
    expect(accepts(sale({}, { priceSats: 1n }))).toBe(false);
    expect(accepts(sale({}, null))).toBe(false);
  });
});

describe('an app of another tag', () => {
  it.each(['s', 'x', 'T', 'N', '🧡'])('%s is refused', (tag) => {
    const run = planUpdate({}, {});
    expect(accepts({ ...run, app: { ...run.app, tag } })).toBe(false);
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
