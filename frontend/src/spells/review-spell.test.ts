import { encodePlanState, parseTransaction, planApp, subscriptionApp } from '@charmbills/charms';
import { describe, expect, test } from 'vitest';
import mainnetSpells from '../../../packages/charms/vectors/mainnet-spells.json' with { type: 'json' };
import { scriptToAddress } from '../wallets/bitcoin/address.ts';
import { fromBase64, fromHex, toBase64 } from '../wallets/bitcoin/bytes.ts';
import { reviewSpell } from './review-spell.ts';
import type { SpellOrder } from './spell-order.ts';
import type { DiscrepancyCode } from './spell-review.ts';
import {
  LIMITED_PURCHASE,
  MERCHANT,
  MINT,
  MINT_ORDER,
  mainnetAddress,
  NFT,
  orderOf,
  type Parts,
  PLAN_APP,
  PROVER,
  PURCHASE,
  PURCHASE_ORDER,
  psbt,
  SIGNER,
  STATE,
  STRANGER,
  TOKEN_APP,
} from './testing.ts';

const codesOf = (order: SpellOrder) => reviewSpell(order).discrepancies.map(({ code }) => code);
const purchase = (changes: Partial<Parts> = {}) => orderOf({ ...PURCHASE, ...changes }, PURCHASE_ORDER);
const limited = (changes: Partial<Parts> = {}) =>
  orderOf({ ...LIMITED_PURCHASE, ...changes }, { ...PURCHASE_ORDER, limited: true });
const mint = (changes: Partial<Parts> = {}) => orderOf({ ...MINT, ...changes }, MINT_ORDER);

/** The list with another entry at a place. */
const changed = <T>(list: readonly T[], at: number, change: (entry: T) => T) =>
  list.map((entry, index) => (index === at ? change(entry) : entry));

test('a purchase as it was ordered shows where every satoshi goes', () => {
  const { facts, discrepancies } = reviewSpell({ ...purchase(), feeSats: 600n, proverFeeSats: 0n });
  expect(discrepancies).toEqual([]);
  expect(facts).toMatchObject({
    paidSats: 24_000n,
    spentSats: 100_000n,
    changeSats: 74_400n,
    charmSats: 1_000n,
    feeSats: 600n,
    proverFeeSats: 0n,
    periods: 2n,
    plan: undefined,
    inputsToSign: [0, 1],
    proof: 'mock',
  });
  expect(facts?.outputs.map(({ role, address, own }) => [role, address, own])).toEqual([
    ['PAYMENT', MERCHANT.address, false],
    ['TOKEN', SIGNER.address, true],
    ['SPELL', undefined, false],
    ['CHANGE', SIGNER.address, true],
  ]);
  expect(facts?.txid).toMatch(/^[0-9a-f]{64}$/);
});

test('the prover’s fee is shown as such', () => {
  const proverFee = [{ script: PROVER.script, amountSats: 2_000n }];
  const order = purchase({ proverFee, change: [{ script: SIGNER.script, amountSats: 72_400n }] });
  const { facts, discrepancies } = reviewSpell({ ...order, proverFeeSats: 2_000n });
  expect(discrepancies).toEqual([]);
  expect(facts).toMatchObject({ proverFeeSats: 2_000n, feeSats: 600n });
});

test('a purchase of a limited plan leaves the merchant’s input to the merchant', () => {
  const { facts, discrepancies } = reviewSpell(limited());
  expect(discrepancies).toEqual([]);
  expect(facts).toMatchObject({ inputsToSign: [0, 1], spentSats: 100_000n, charmSats: 1_000n });
  expect(facts?.plan).toMatchObject({ limit: 3n });
});

test('whoever buys of themselves is paid by themselves', () => {
  const coins = changed(PURCHASE.coins, 0, (coin) => ({ ...coin, script: SIGNER.script }));
  const order = orderOf({ ...PURCHASE, coins }, { ...PURCHASE_ORDER, merchantAddress: SIGNER.address });
  expect(reviewSpell(order)).toMatchObject({ discrepancies: [], facts: { paidSats: 24_000n } });
});

test('a plan as it was ordered shows what the chain will say of it', () => {
  const { facts, discrepancies } = reviewSpell({ ...mint(), feeSats: 300n });
  expect(discrepancies).toEqual([]);
  expect(facts?.plan).toEqual({
    name: STATE.name,
    priceSats: 12_000n,
    periodSeconds: 2_592_000n,
    limit: null,
  });
  expect(facts).toMatchObject({ paidSats: 0n, periods: undefined, charmSats: 1_000n, inputsToSign: [0] });
});

const otherIdentity = 'ef'.repeat(32);
const [payment, token] = PURCHASE.coins;
const [change] = PURCHASE.change;
if (!payment || !token || !change) throw new Error('the purchase has lost its parts');

describe('a purchase that differs is refused', () => {
  const cases: readonly (readonly [string, Partial<Parts>, DiscrepancyCode])[] = [
    ['pays a sat less', { coins: [{ ...payment, amountSats: 23_999n }, token] }, 'PAYMENT'],
    ['pays a sat more', { coins: [{ ...payment, amountSats: 24_001n }, token] }, 'PAYMENT'],
    ['pays somebody else', { coins: [{ ...payment, script: STRANGER.script }, token] }, 'PAYMENT'],
    [
      'pays the merchant twice',
      { coins: [payment, token, { script: MERCHANT.script, amountSats: 5_000n }] },
      'PAYMENT',
    ],
    ['gives fewer periods', { coins: [payment, { ...token, charms: [[TOKEN_APP, 1n]] }] }, 'TOKEN'],
    [
      'gives the token to somebody else',
      { coins: [payment, { ...token, script: STRANGER.script }] },
      'TOKEN',
    ],
    ['gives no token', { coins: [payment, { script: SIGNER.script, amountSats: 1_000n }] }, 'TOKEN'],
    [
      'gives the token of another plan',
      { coins: [payment, { ...token, charms: [[subscriptionApp(otherIdentity, 'cd'.repeat(32)), 2n]] }] },
      'OTHER_CHARMS',
    ],
    [
      'makes a charm that nobody ordered',
      {
        coins: [
          payment,
          {
            ...token,
            charms: [
              [planApp(otherIdentity, 'cd'.repeat(32)), null],
              [TOKEN_APP, 2n],
            ],
          },
        ],
      },
      'OTHER_CHARMS',
    ],
    ['refers to another plan', { refs: [{ txid: '55'.repeat(32), vout: 0 }] }, 'PLAN'],
    ['refers to no plan', { refs: [] }, 'PLAN'],
    ['sends the change to somebody else', { change: [{ ...change, script: STRANGER.script }] }, 'OUTPUT'],
    ['pays one more', { change: [change, { script: STRANGER.script, amountSats: 100n }] }, 'OUTPUT'],
    [
      'has an output of the spell that nobody ordered',
      { coins: [payment, token, { script: STRANGER.script, amountSats: 100n }] },
      'OUTPUT',
    ],
    ['locks sats up in the token', { coins: [payment, { ...token, amountSats: 60_000n }] }, 'OUTPUT'],
    ['burns sats in the spell', { spellSats: 1_000n }, 'OUTPUT'],
    [
      'pays the prover beyond reason',
      {
        proverFee: [{ script: PROVER.script, amountSats: 200_000n }],
        inputs: [{ ...firstInput(), amountSats: 900_000n }],
      },
      'FEE',
    ],
    ['pays the miners beyond reason', { inputs: [{ ...firstInput(), amountSats: 9_000_000n }] }, 'FEE'],
    ['pays more than it has', { inputs: [{ ...firstInput(), amountSats: 1_000n }] }, 'FEE'],
    [
      'spends somebody else’s coins',
      { inputs: changed(PURCHASE.inputs, 1, (input) => ({ ...input, script: STRANGER.script })) },
      'INPUT',
    ],
    [
      'spends nothing of the signer’s',
      { inputs: PURCHASE.inputs.map((input) => ({ ...input, script: STRANGER.script })) },
      'INPUT',
    ],
    ['is locked until later', { locktime: 900_000 }, 'FORM'],
    ['is of another version', { version: 3 }, 'FORM'],
    [
      'is locked by a sequence',
      { inputs: changed(PURCHASE.inputs, 0, (input) => ({ ...input, sequence: 10 })) },
      'FORM',
    ],
    [
      'asks for a signature of a part',
      { inputs: changed(PURCHASE.inputs, 0, (input) => ({ ...input, sighashType: 0x82 })) },
      'FORM',
    ],
    [
      'has the proof of another spell',
      {
        forge: (spell) => ({
          ...spell,
          tx: { ...spell.tx, refs: [NFT, { txid: '66'.repeat(32), vout: 0 }] },
        }),
      },
      'PROOF',
    ],
    [
      'sends a charm to another chain',
      {
        forge: (spell) => ({ ...spell, tx: { ...spell.tx, beamedOuts: new Map([[1, new Uint8Array(32)]]) } }),
      },
      'OTHER_CHARMS',
    ],
  ];
  test.each(cases)('%s', (_name, changes, code) => {
    expect(codesOf(purchase(changes))).toContain(code);
  });

  test('takes other fees than were shown', () => {
    expect(codesOf({ ...purchase(), feeSats: 599n })).toEqual(['FEE']);
    expect(codesOf({ ...purchase(), proverFeeSats: 1n })).toEqual(['FEE']);
  });
});

function firstInput() {
  const [input] = PURCHASE.inputs;
  if (!input) throw new Error('the purchase has lost its inputs');
  return input;
}

describe('an order that the transaction does not fulfil is refused', () => {
  test.each([
    ['more periods', { periods: 3n }, 'TOKEN'],
    ['another price', { paySats: 20_000n }, 'PAYMENT'],
    ['another merchant', { merchantAddress: STRANGER.address }, 'PAYMENT'],
    ['another plan', { nft: `${'77'.repeat(32)}:0` }, 'PLAN'],
    ['a token that is not of its plan', { planApp: `n/${otherIdentity}/${'cd'.repeat(32)}` }, 'PLAN'],
  ] as const)('%s', (_name, changes, code) => {
    expect(codesOf(orderOf(PURCHASE, { ...PURCHASE_ORDER, ...changes }))).toContain(code);
  });

  test('somebody else’s signature', () => {
    expect(codesOf({ ...purchase(), signerAddress: STRANGER.address })).toContain('INPUT');
  });
});

describe('a purchase of a limited plan that differs is refused', () => {
  const nftInput = { ...NFT, script: MERCHANT.script, amountSats: 1_000n };
  const coinWith = (change: Partial<Parts['coins'][number]>) => ({
    coins: changed(LIMITED_PURCHASE.coins, 2, (coin) => ({ ...coin, ...change })),
  });
  const cases: readonly (readonly [string, Partial<Parts>, DiscrepancyCode])[] = [
    ['takes the plan away', { coins: PURCHASE.coins }, 'PLAN'],
    ['gives the plan to somebody else', coinWith({ script: STRANGER.script }), 'PLAN'],
    ['takes sats from the plan', coinWith({ amountSats: 600n }), 'PLAN'],
    [
      'has the plan pay somebody else',
      coinWith({
        charms: [[PLAN_APP, encodePlanState({ ...STATE, merchantScript: STRANGER.script, limit: 3n })]],
      }),
      'PLAN',
    ],
    ['makes nonsense of the plan', coinWith({ charms: [[PLAN_APP, 'nonsense']] }), 'PLAN'],
    ['does not spend the plan', { inputs: PURCHASE.inputs }, 'PLAN'],
    [
      'spends coins of the merchant’s beside it',
      { inputs: [...PURCHASE.inputs, { ...nftInput, vout: 5 }, nftInput] },
      'INPUT',
    ],
  ];
  test.each(cases)('%s', (_name, changes, code) => {
    expect(codesOf(limited(changes))).toContain(code);
  });

  test('a plan without a limit is never spent', () => {
    expect(codesOf(orderOf(LIMITED_PURCHASE, PURCHASE_ORDER))).toEqual(
      expect.arrayContaining(['OTHER_CHARMS', 'INPUT', 'PLAN']),
    );
  });
});

describe('a plan that differs is refused', () => {
  const planWith = (state: Partial<typeof STATE>) => ({
    coins: changed(MINT.coins, 0, (coin) => ({
      ...coin,
      charms: [[PLAN_APP, encodePlanState({ ...STATE, ...state })]] as const,
    })),
  });
  const cases: readonly (readonly [string, Partial<Parts>, DiscrepancyCode])[] = [
    ['another name', planWith({ name: 'A tin of coffee' }), 'PLAN'],
    ['another price', planWith({ priceSats: 1n }), 'PLAN'],
    ['pays somebody else', planWith({ merchantScript: STRANGER.script }), 'PLAN'],
    [
      'to somebody else',
      { coins: changed(MINT.coins, 0, (coin) => ({ ...coin, script: STRANGER.script })) },
      'TOKEN',
    ],
    ['of another genesis', { inputs: MINT.inputs.map((input) => ({ ...input, vout: 2 })) }, 'TOKEN'],
  ];
  test.each(cases)('%s', (_name, changes, code) => {
    expect(codesOf(mint(changes))).toContain(code);
  });

  test('another contract', () => {
    const contractVk = 'ef'.repeat(32);
    expect(codesOf(orderOf(MINT, { ...MINT_ORDER, contractVk }))).toEqual(['PLAN']);
  });

  test('a limit', () => {
    expect(codesOf(orderOf(MINT, { ...MINT_ORDER, supplyLimit: 10n }))).toEqual(['PLAN']);
  });
});

test('a mock proof is refused on every network but regtest', () => {
  const network = 'mainnet';
  const purpose = { ...PURCHASE_ORDER, merchantAddress: mainnetAddress(MERCHANT) };
  const signerAddress = mainnetAddress(SIGNER);
  expect(codesOf({ ...purchase(), purpose, signerAddress, network })).toEqual(['PROOF']);
});

describe('a real proof', () => {
  const { hex } = mainnetSpells.find(({ version }) => version === 12) ?? { hex: '' };
  const { inputs, outputs, version, locktime } = parseTransaction(fromHex(hex));
  const own = Uint8Array.of(0x00, 0x14, ...new Uint8Array(20).fill(7));
  const spent = inputs.map(({ prevout, sequence }) => ({
    ...prevout,
    sequence,
    script: own,
    amountSats: 100_000n,
  }));
  const orderWith = (list: typeof outputs): SpellOrder => ({
    psbt: psbt({ inputs: spent, version, locktime }, list),
    network: 'mainnet',
    signerAddress: scriptToAddress(own, 'mainnet') ?? '',
    purpose: PURCHASE_ORDER,
  });

  test('of mainnet holds, and only for its own transaction', () => {
    const review = reviewSpell(orderWith(outputs));
    expect(review.facts).toMatchObject({ proof: 'groth16', spellVersion: 12 });
    expect(review.discrepancies.map(({ code }) => code)).not.toContain('PROOF');
    const dearer = changed(outputs, 0, (output) => ({ ...output, amountSats: output.amountSats + 1n }));
    expect(codesOf(orderWith(dearer))).toContain('PROOF');
  });
});

describe('what cannot be read is refused', () => {
  test.each([
    ['no base64', 'not a PSBT!'],
    ['no PSBT', toBase64(new Uint8Array(50))],
    ['nothing', ''],
  ])('%s', (_name, text) => {
    expect(reviewSpell({ ...purchase(), psbt: text })).toEqual({
      facts: undefined,
      discrepancies: [expect.objectContaining({ code: 'UNREADABLE' })],
    });
  });

  test('a transaction without a spell', () => {
    const plain = psbt(PURCHASE, PURCHASE.change);
    expect(codesOf({ ...purchase(), psbt: plain })).toEqual(['UNREADABLE']);
  });

  test('a PSBT cut anywhere', () => {
    const bytes = fromBase64(purchase().psbt);
    for (let length = 0; length < bytes.length - 4; length += 7) {
      const cut = toBase64(bytes.subarray(0, length));
      expect(codesOf({ ...purchase(), psbt: cut })).not.toEqual([]);
    }
  });
});

test('no byte of the transaction can be changed unnoticed', () => {
  const order = { ...purchase(), feeSats: 600n, proverFeeSats: 0n };
  const bytes = fromBase64(order.psbt);
  // Behind the magic and its key lies the transaction, its length in three bytes before it.
  const start = 5 + 2 + 3;
  const end = start + (bytes[8] ?? 0) + 256 * (bytes[9] ?? 0);
  expect(end - start).toBeGreaterThan(300);
  for (let at = start; at < end; at++) {
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ 0x01;
    expect(codesOf({ ...order, psbt: toBase64(flipped) }), `byte ${at - start}`).not.toEqual([]);
  }
});
