import {
  type Data,
  encodeData,
  encodePlanState,
  formatApp,
  identityOf,
  type NormalizedSpell,
  planApp,
  type SpellTx,
  vkOf,
} from '@charmbills/charms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACT_VK, contractWasm } from '../contract.ts';
import { type DevProver, startDevProver } from '../start-dev-prover.ts';
import {
  type Asked,
  ask,
  askPeriods,
  askPlan,
  askTransfer,
  coin,
  fundingTx,
  MERCHANT,
  outPointOf,
  PLAN,
  STATE,
  SUBSCRIBER,
  SUBSCRIBER_FUNDS,
  UNITS,
} from '../testing/asking.ts';

/** `(module (memory (export "memory") 1) (func (export "_start") (loop br 0)))` */
const ENDLESS_WASM = Buffer.from(
  '0061736d01000000010401600000030201000503010001071302066d656d6f72790200065f737461727400000a0901070003400c000b0b',
  'hex',
);

let prover: DevProver;
let planTx: string;
let periodsTx: string;

beforeAll(async () => {
  prover = await startDevProver({ network: 'regtest' });
  planTx = (await ask(prover.url, askPlan())).hex;
  periodsTx = (await ask(prover.url, askPeriods(planTx))).hex;
});
afterAll(() => prover.close());

const withSpell = (asked: Asked, changes: Partial<NormalizedSpell>): Asked => ({
  ...asked,
  spell: { ...asked.spell, ...changes },
});
const withTx = (asked: Asked, changes: Partial<SpellTx>): Asked =>
  withSpell(asked, { tx: { ...asked.spell.tx, ...changes } });
const codeOf = async (asked: Asked) => {
  const { status, code } = await ask(prover.url, asked);
  return status === 200 ? 'proved' : `${status} ${code}`;
};

describe('what is right is proved', () => {
  it('a plan, periods of it, and moving them', async () => {
    expect(await codeOf(askPlan())).toBe('proved');
    expect(await codeOf(askPeriods(planTx, 3n))).toBe('proved');
    expect(await codeOf(askTransfer(periodsTx))).toBe('proved');
  });
});

describe('the spell', () => {
  it('is of the current version', async () => {
    expect(await codeOf(withSpell(askPlan(), { version: 14 }))).toBe('400 SPELL_VERSION_NOT_CURRENT');
  });

  it('says that it is a mock', async () => {
    const { mock: _, ...spell } = askPlan().spell;
    expect(await codeOf({ ...askPlan(), spell })).toBe('400 SPELL_NOT_MOCK');
  });

  it('names its inputs', async () => {
    const asked = askPlan();
    const { ins: _, ...tx } = asked.spell.tx;
    expect(await codeOf(withSpell(asked, { tx }))).toBe('400 SPELL_WITHOUT_INPUTS');
    expect(await codeOf(withTx(asked, { ins: [] }))).toBe('400 SPELL_WITHOUT_INPUTS');
  });

  it('has a coin for each output', async () => {
    const asked = askPeriods(planTx);
    const { coins = [], ...tx } = asked.spell.tx;
    expect(await codeOf(withSpell(asked, { tx }))).toBe('400 COINS_NOT_MATCHING_OUTS');
    expect(await codeOf(withTx(asked, { coins: coins.slice(1) }))).toBe('400 COINS_NOT_MATCHING_OUTS');
    expect(await codeOf(withTx(asked, { coins: [...coins, ...coins] }))).toBe('400 COINS_NOT_MATCHING_OUTS');
  });

  it('has coins without content', async () => {
    const asked = askPlan();
    const coins = (asked.spell.tx.coins ?? []).map((sats) => ({ ...sats, content: 1n }));
    expect(await codeOf(withTx(asked, { coins }))).toBe('400 SPELL_MALFORMED');
  });

  it('spends no input twice', async () => {
    const asked = askPlan();
    const [input = outPointOf(planTx, 0)] = asked.spell.tx.ins ?? [];
    expect(await codeOf(withTx(asked, { ins: [input, input] }))).toBe('400 INPUT_REPEATED');
  });

  it.each<[string, Data]>([
    ['zero', 0n],
    ['negative', -1n],
    ['a text', '1'],
    ['nothing', null],
  ])('has no token amount that is %s', async (_, amount) => {
    const outs = [new Map(), new Map([[0, amount]])];
    expect(await codeOf(withTx(askPeriods(planTx), { outs }))).toBe('400 TOKEN_AMOUNT_INVALID');
  });

  it('lists every app that is found on an input', async () => {
    const asked = askTransfer(periodsTx);
    expect(await codeOf(withSpell(withTx(asked, { outs: [new Map()] }), { appPublicInputs: [] }))).toBe(
      '400 INPUT_APP_NOT_LISTED',
    );
  });

  it('uses nothing that this prover does not serve', async () => {
    const asked = askPlan();
    expect(await codeOf(withTx(asked, { beamedOuts: new Map([[0, new Uint8Array(32)]]) }))).toBe(
      '400 FEATURE_UNSUPPORTED',
    );
    expect(await codeOf(withTx(asked, { scrolls: [0] }))).toBe('400 FEATURE_UNSUPPORTED');
    expect(await codeOf(withSpell(asked, { versionedApps: new Map([['x', 1n]]) }))).toBe(
      '400 FEATURE_UNSUPPORTED',
    );
  });
});

describe('previous transactions', () => {
  const other = fundingTx(0x09, [coin(SUBSCRIBER, 1n)]);

  it('are the parents of ins', async () => {
    expect(await codeOf({ ...askPlan(), prevTxs: [] })).toBe('400 PREV_TXS_NOT_EXACT');
    expect(await codeOf({ ...askPlan(), prevTxs: [other] })).toBe('400 PREV_TXS_NOT_EXACT');
  });

  it('are the parents of refs', async () => {
    expect(await codeOf({ ...askPeriods(planTx), prevTxs: [SUBSCRIBER_FUNDS] })).toBe(
      '400 PREV_TXS_NOT_EXACT',
    );
  });

  it('are no others', async () => {
    const asked = askPeriods(planTx);
    expect(await codeOf({ ...asked, prevTxs: [...asked.prevTxs, other] })).toBe('400 PREV_TXS_NOT_EXACT');
  });

  it('have the outputs that are spent and referenced', async () => {
    const ins = [outPointOf(SUBSCRIBER_FUNDS, 2)];
    expect(await codeOf(withTx(askPeriods(planTx), { ins }))).toBe('400 OUTPUT_NOT_FOUND');
    const refs = [outPointOf(planTx, 9)];
    expect(await codeOf(withTx(askPeriods(planTx), { refs }))).toBe('400 OUTPUT_NOT_FOUND');
  });

  it('hold no more than there is', async () => {
    const rich = fundingTx(0x08, [coin(SUBSCRIBER, 2n ** 63n - 1n)]);
    const asked = { ...askPeriods(planTx), prevTxs: [rich, planTx] };
    expect(await codeOf(withTx(asked, { ins: [outPointOf(rich, 0)] }))).toBe('400 REQUEST_MALFORMED');
  });

  it('carry a spell only if it verifies', async () => {
    prover.control.lie('bad-proof');
    const { hex: forged } = await ask(prover.url, askPlan());
    prover.control.lie(null);
    // Without the plan's NFT the contract finds no plan.
    expect(await codeOf(askPeriods(forged))).toBe('400 APP_REFUSED');
  });
});

describe('binaries', () => {
  it('are those of apps that are no simple transfers', async () => {
    expect(await codeOf({ ...askPlan(), binaries: {} })).toBe('400 BINARIES_NOT_EXACT');
    expect(await codeOf({ ...askPeriods(planTx), binaries: {} })).toBe('400 BINARIES_NOT_EXACT');
  });

  it('are no others', async () => {
    const binaries = { [CONTRACT_VK]: contractWasm() };
    expect(await codeOf({ ...askTransfer(periodsTx), binaries })).toBe('400 BINARIES_NOT_EXACT');
    const more = { ...binaries, [vkOf(ENDLESS_WASM)]: ENDLESS_WASM };
    expect(await codeOf({ ...askPlan(), binaries: more })).toBe('400 BINARIES_NOT_EXACT');
  });

  it('are also those of simple transfers with private input', async () => {
    const asked = { ...askTransfer(periodsTx), privateInputs: { [formatApp(UNITS)]: 'w' } };
    expect(await codeOf(asked)).toBe('400 BINARIES_NOT_EXACT');
    // This contract takes no input here, so with its binary it is the contract that refuses.
    expect(await codeOf({ ...asked, binaries: { [CONTRACT_VK]: contractWasm() } })).toBe('400 APP_REFUSED');
  });

  it('are also those of simple transfers with public input', async () => {
    const asked = withSpell(askTransfer(periodsTx), { appPublicInputs: [[UNITS, 1n]] });
    expect(await codeOf(asked)).toBe('400 BINARIES_NOT_EXACT');
    expect(await codeOf({ ...asked, binaries: { [CONTRACT_VK]: contractWasm() } })).toBe('400 APP_REFUSED');
  });

  it('hash to their vk', async () => {
    const binaries = { [CONTRACT_VK]: ENDLESS_WASM };
    expect(await codeOf({ ...askPlan(), binaries })).toBe('400 BINARY_HASH_MISMATCH');
  });
});

describe('contracts', () => {
  it('are asked: a price short by one satoshi is refused', async () => {
    expect(await codeOf(askPeriods(planTx, 1n, STATE.priceSats - 1n))).toBe('400 APP_REFUSED');
  });

  it('are told where coins and charms come from: a plan without its genesis is refused', async () => {
    const asked = askPlan();
    const ins = [outPointOf(SUBSCRIBER_FUNDS, 0)];
    expect(await codeOf({ ...withTx(asked, { ins }), prevTxs: [SUBSCRIBER_FUNDS] })).toBe('400 APP_REFUSED');
  });

  const withBinary = (wasm: Uint8Array): Asked => {
    const vk = vkOf(wasm);
    const appPublicInputs = [[{ ...PLAN, vk }, null] as const];
    return { ...withSpell(askPlan(), { appPublicInputs }), privateInputs: {}, binaries: { [vk]: wasm } };
  };

  it.each([
    ['what is no WASM', Buffer.from('no wasm')],
    ['one without _start', Buffer.from('0061736d01000000', 'hex')],
  ])('are refused: %s', async (_, wasm) => {
    expect(await codeOf(withBinary(wasm))).toBe('400 APP_REFUSED');
  });

  it('are refused when they do not end', async () => {
    const impatient = await startDevProver({ network: 'regtest', appTimeLimitMs: 200 });
    try {
      expect(await ask(impatient.url, withBinary(ENDLESS_WASM))).toMatchObject({
        status: 400,
        code: 'APP_TIMED_OUT',
      });
    } finally {
      await impatient.close();
    }
  });

  it('run for a changed NFT and not for one that moves as it is', async () => {
    const moved = (state: Data): Asked => ({
      ...askPlan(),
      spell: {
        ...askPlan().spell,
        tx: {
          ins: [outPointOf(planTx, 0), outPointOf(SUBSCRIBER_FUNDS, 1)],
          outs: [new Map([[0, state]])],
          coins: [{ amount: 1_000n, dest: MERCHANT }],
        },
      },
      privateInputs: {},
      prevTxs: [planTx, SUBSCRIBER_FUNDS],
      binaries: {},
    });
    const same = encodePlanState(STATE);
    const cheaper = encodePlanState({ ...STATE, priceSats: 1n });
    expect(encodeData(same)).not.toEqual(encodeData(cheaper));
    expect(await codeOf(moved(same))).toBe('proved');
    expect(await codeOf(moved(cheaper))).toBe('400 BINARIES_NOT_EXACT');
    expect(await codeOf({ ...moved(cheaper), binaries: { [CONTRACT_VK]: contractWasm() } })).toBe('proved');
  });

  it('run for every app of the spell', async () => {
    const other = planApp(identityOf(outPointOf(SUBSCRIBER_FUNDS, 0)), CONTRACT_VK);
    const asked = askPlan();
    const [[app] = [other]] = asked.spell.appPublicInputs;
    const apps = [[app, null] as const, [other, null] as const].sort(([a], [b]) =>
      a.identity < b.identity ? -1 : 1,
    );
    const state = encodePlanState(STATE);
    const outs = [
      new Map<number, Data>([
        [0, state],
        [1, state],
      ]),
    ];
    expect(await codeOf(withSpell(withTx(asked, { outs }), { appPublicInputs: apps }))).toBe(
      '400 APP_REFUSED',
    );
  });
});

describe('addresses and amounts', () => {
  it.each([
    ['mainnet', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['testnet', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx'],
    ['mainnet, in the old form', '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'],
    ['nowhere', 'charms'],
    ['nowhere at all', ''],
  ])('the change address is not one of %s', async (_, changeAddress) => {
    expect(await codeOf({ ...askPlan(), changeAddress })).toBe('400 CHANGE_ADDRESS_INVALID');
  });

  it('the change address may be in the old form', async () => {
    expect(await codeOf({ ...askPlan(), changeAddress: 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn' })).toBe(
      'proved',
    );
    expect(await codeOf({ ...askPlan(), changeAddress: '2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc' })).toBe(
      'proved',
    );
  });

  it.each([
    ['nothing', ''],
    ['OP_RETURN', '6a0474657374'],
    ['a bare key', `21${'02'.repeat(33)}ac`],
    ['a witness program of a wrong length', `0015${'00'.repeat(21)}`],
    ['a witness program and more', `0014${'00'.repeat(20)}51`],
  ])('no coin goes to a script without address: %s', async (_, script) => {
    const dest = new Uint8Array(Buffer.from(script, 'hex'));
    expect(await codeOf(withTx(askPlan(), { coins: [{ amount: 1_000n, dest }] }))).toBe(
      '400 DESTINATION_INVALID',
    );
  });

  it('inputs are p2wpkh or p2tr', async () => {
    const p2pkh = Buffer.from(`76a914${'11'.repeat(20)}88ac`, 'hex');
    const funds = fundingTx(0x07, [coin(p2pkh, 1_000_000n)]);
    const asked = { ...askPeriods(planTx), prevTxs: [funds, planTx] };
    expect(await codeOf(withTx(asked, { ins: [outPointOf(funds, 0)] }))).toBe('400 INPUT_TYPE_UNSUPPORTED');
  });

  it('inputs exceed outputs and fees', async () => {
    const asked = askPeriods(planTx);
    const withCoin = (amount: bigint) =>
      withTx(asked, {
        coins: [
          { amount: 50_000n, dest: MERCHANT },
          { amount, dest: SUBSCRIBER },
        ],
      });
    expect(await codeOf({ ...withCoin(950_000n), feeRate: 0 })).toBe('400 VALUE_INSUFFICIENT');
    expect(await codeOf({ ...withCoin(949_999n), feeRate: 0 })).toBe('proved');
    expect(await codeOf({ ...withCoin(949_999n), feeRate: 1 })).toBe('400 VALUE_INSUFFICIENT');
    expect(await codeOf({ ...asked, feeRate: 1_000_000 })).toBe('400 VALUE_INSUFFICIENT');
    expect(await codeOf(withCoin(2n ** 64n - 1n))).toBe('400 VALUE_INSUFFICIENT');
  });
});
