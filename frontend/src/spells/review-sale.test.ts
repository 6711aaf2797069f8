import { encodePlanState, planApp } from '@charmbills/charms';
import { describe, expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../wallets/bitcoin/bytes.ts';
import { reviewSpell } from './review-spell.ts';
import type { SaleOrder, SpellOrder } from './spell-order.ts';
import type { DiscrepancyCode } from './spell-review.ts';
import {
  LIMITED_PURCHASE,
  MERCHANT,
  NFT,
  type Parts,
  PLAN_APP,
  PURCHASE,
  SALE_ORDER,
  SIGNER,
  STATE,
  STRANGER,
  saleOf,
  TOKEN_APP,
} from './testing.ts';

const codesOf = (order: SpellOrder) => reviewSpell(order).discrepancies.map(({ code }) => code);
const sale = (changes: Partial<Parts> = {}, order: Partial<SaleOrder> = {}) =>
  saleOf({ ...LIMITED_PURCHASE, ...changes }, { ...SALE_ORDER, ...order });
const otherIdentity = 'ef'.repeat(32);
const [payment, token, plan] = LIMITED_PURCHASE.coins;
if (!payment || !token || !plan) throw new Error('the sale has lost its parts');
const planSaying = (state: Partial<Omit<typeof STATE, 'limit'>> & { readonly limit?: bigint | null }) => ({
  ...plan,
  charms: [[PLAN_APP, encodePlanState({ ...STATE, limit: 3n, ...state })]] as const,
});

test('a sale as it was told shows what the merchant gets and signs, and that the plan comes back', () => {
  const { facts, discrepancies } = reviewSpell(sale());
  expect(discrepancies).toEqual([]);
  expect(facts).toMatchObject({
    paidSats: 24_000n,
    periods: 2n,
    plan: { limit: 3n, name: STATE.name },
    // The merchant's input alone, which is the third; the subscriber's are not theirs.
    inputsToSign: [2],
    spentSats: 1_000n,
    charmSats: 1_000n,
  });
});

test('a sale may be paid to another address than the one that holds the plan', () => {
  const payoutAddress = STRANGER.address;
  const coins = [
    { ...payment, script: STRANGER.script },
    token,
    planSaying({ merchantScript: STRANGER.script }),
  ];
  expect(codesOf(sale({ coins }, { payoutAddress }))).toEqual([]);
});

test('a plan that holds many sats is sold as well', () => {
  const inputs = [...PURCHASE.inputs, { ...NFT, script: MERCHANT.script, amountSats: 50_000n }];
  expect(codesOf(sale({ inputs, coins: [payment, token, { ...plan, amountSats: 50_000n }] }))).toEqual([]);
});

describe('a sale that differs is refused', () => {
  const nftInput = { ...NFT, script: MERCHANT.script, amountSats: 1_000n };
  const cases: readonly (readonly [string, Partial<Parts>, DiscrepancyCode])[] = [
    ['lowers the limit by too many', { coins: [payment, token, planSaying({ limit: 2n })] }, 'PLAN'],
    ['lowers the limit by too few', { coins: [payment, token, planSaying({ limit: 4n })] }, 'PLAN'],
    ['leaves the limit', { coins: [payment, token, planSaying({ limit: 5n })] }, 'PLAN'],
    ['takes the limit away', { coins: [payment, token, planSaying({ limit: null })] }, 'PLAN'],
    ['makes it cheaper', { coins: [payment, token, planSaying({ priceSats: 1n })] }, 'PLAN'],
    ['names it otherwise', { coins: [payment, token, planSaying({ name: 'A tin of coffee' })] }, 'PLAN'],
    [
      'has the plan pay somebody else',
      { coins: [payment, token, planSaying({ merchantScript: STRANGER.script })] },
      'PLAN',
    ],
    ['takes the plan away', { coins: [payment, token] }, 'PLAN'],
    [
      'gives the plan to the subscriber',
      { coins: [payment, token, { ...plan, script: SIGNER.script }] },
      'PLAN',
    ],
    ['takes sats from the plan', { coins: [payment, token, { ...plan, amountSats: 600n }] }, 'PLAN'],
    ['splits the plan in two', { coins: [payment, token, plan, { ...plan, script: SIGNER.script }] }, 'PLAN'],
    [
      'makes nonsense of the plan',
      { coins: [payment, token, { ...plan, charms: [[PLAN_APP, 'x']] }] },
      'PLAN',
    ],
    ['does not spend the plan', { inputs: PURCHASE.inputs }, 'PLAN'],
    ['spends another plan', { inputs: [...PURCHASE.inputs, { ...nftInput, vout: 7 }] }, 'PLAN'],
    ['pays a sat less', { coins: [{ ...payment, amountSats: 23_999n }, token, plan] }, 'PAYMENT'],
    ['pays somebody else', { coins: [{ ...payment, script: STRANGER.script }, token, plan] }, 'PAYMENT'],
    ['pays nobody', { coins: [token, plan] }, 'PAYMENT'],
    [
      'counts the plan’s own sats as payment',
      { coins: [token, { ...plan, amountSats: 24_000n }] },
      'PAYMENT',
    ],
    ['gives more periods', { coins: [payment, { ...token, charms: [[TOKEN_APP, 3n]] }, plan] }, 'TOKEN'],
    [
      'gives periods twice',
      { coins: [payment, token, plan, { ...token, script: STRANGER.script }] },
      'TOKEN',
    ],
    ['gives no token', { coins: [payment, { ...token, charms: [] }, plan] }, 'TOKEN'],
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
          plan,
        ],
      },
      'OTHER_CHARMS',
    ],
    [
      'spends further coins of the merchant’s',
      { inputs: [...PURCHASE.inputs, { ...nftInput, vout: 5, amountSats: 90_000n }, nftInput] },
      'INPUT',
    ],
    [
      'spends a plan that somebody else holds',
      { inputs: [...PURCHASE.inputs, { ...nftInput, script: STRANGER.script }] },
      'INPUT',
    ],
    ['is locked until later', { locktime: 900_000 }, 'FORM'],
    [
      'asks for a signature of a part',
      { inputs: [...PURCHASE.inputs, { ...nftInput, sighashType: 0x82 }] },
      'FORM',
    ],
    [
      'has the proof of another spell',
      { forge: (spell) => ({ ...spell, tx: { ...spell.tx, refs: [{ txid: '66'.repeat(32), vout: 0 }] } }) },
      'PROOF',
    ],
  ];
  test.each(cases)('%s', (_name, changes, code) => {
    expect(codesOf(sale(changes))).toContain(code);
  });
});

describe('what was told of a sale is held against it', () => {
  test.each([
    ['fewer periods', { periods: 1n }, 'TOKEN'],
    ['another amount', { paySats: 30_000n }, 'PAYMENT'],
    ['a price that is not reached', { priceSats: 12_001n }, 'PAYMENT'],
    ['more that is left', { supplyLeft: 6n }, 'PLAN'],
    ['another plan', { nft: `${'77'.repeat(32)}:0` }, 'PLAN'],
    ['a token that is not of its plan', { planApp: `n/${otherIdentity}/${'cd'.repeat(32)}` }, 'PLAN'],
    ['another payout address', { payoutAddress: STRANGER.address }, 'PAYMENT'],
  ] as const)('%s', (_name, order, code) => {
    expect(codesOf(sale({}, order))).toContain(code);
  });
});

test('no byte of the transaction can be changed unnoticed, but those of the subscriber’s change', () => {
  const order = sale();
  const bytes = fromBase64(order.psbt);
  // Behind the magic and its key lies the transaction, its length in three bytes before it.
  const start = 5 + 2 + 3;
  const end = start + (bytes[8] ?? 0) + 256 * (bytes[9] ?? 0);
  const unnoticed: number[] = [];
  for (let at = start; at < end; at++) {
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ 0x01;
    if (codesOf({ ...order, psbt: toBase64(flipped) }).length === 0) unnoticed.push(at - start);
  }
  // The amount and the address of the change are the subscriber's own, signed by them.
  expect(unnoticed.length).toBeLessThanOrEqual(8 + 22);
});
