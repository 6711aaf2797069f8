import { expect, test } from 'vitest';
import type { PersonScope } from '../../../identity/index.ts';
import { useTestWallet } from '../../testing.ts';
import { changeOffer } from '../offers/change-offer.ts';
import { findOffer } from '../offers/offer.repository.ts';
import {
  misplacedEscrow,
  newParties,
  scenesOn,
  stepsOn,
  TEST_AMOUNT,
  TEST_FEE,
  WINDOW_MS,
} from '../testing.ts';
import { showTrade } from './show-trade.ts';

const wallet = useTestWallet();
const HELD = TEST_AMOUNT + TEST_FEE;
const FUNDS = 10n * TEST_AMOUNT;

const steps = () => stepsOn(wallet.services);
const client = () => wallet.services.database.client;
const show = (viewer: PersonScope, id: string) => showTrade(client(), viewer, id);

const { opened, paid, disputed } = scenesOn(wallet);
const remainingOf = async (offerId: string) => (await findOffer(client(), offerId))?.remaining;

test('many workers share what is due, in batches', async () => {
  const { seller } = await newParties(wallet, 100n * HELD);
  const offerId = await steps().offer(seller);
  for (let i = 0; i < 9; i++) await steps().open(await wallet.newPerson(), offerId);
  wallet.clock.advanceBy(WINDOW_MS);
  const ended = await Promise.all(Array.from({ length: 4 }, () => steps().expire({ batch: 2 })));
  expect(ended.reduce((sum, each) => sum + each, 0) + (await steps().expire())).toBe(9);
  expect(await wallet.balance(seller, 'BTC')).toEqual([100n * HELD, 0n]);
});

test('the same request gets the same trade, and one hold; another under its key is refused', async () => {
  const { seller, buyer } = await newParties(wallet);
  const offerId = await steps().offer(seller);
  const ids = await Promise.all(Array.from({ length: 8 }, () => steps().open(buyer, offerId, {}, 'once')));
  expect(new Set(ids).size).toBe(1);
  expect(await wallet.balance(seller, 'BTC')).toEqual([FUNDS - HELD, HELD]);
  const another = steps().open(buyer, offerId, { amount: 200_000n }, 'once');
  await expect(another).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  await changeOffer(wallet.services, seller, offerId, 'close');
  expect(await steps().open(buyer, offerId, {}, 'once')).toBe(ids[0]);
});

test('every step asked ten times at once under one key happens once', async () => {
  const { seller, buyer, tradeId } = await opened();
  const operator = await wallet.newOperator();
  const tenTimes = (step: () => Promise<void>) => Promise.all(Array.from({ length: 10 }, step));
  await tenTimes(() => steps().pay(buyer, tradeId, 'pay'));
  await tenTimes(() => steps().dispute(seller, tradeId, 'dispute'));
  await tenTimes(() => steps().resolve(operator, tradeId, 'buyer', 'resolve'));
  expect(await wallet.balance(buyer, 'BTC')).toEqual([TEST_AMOUNT, 0n]);
  expect(await wallet.balance(seller, 'BTC')).toEqual([FUNDS - HELD, 0n]);
});

test('of all who want something of a trade at the same moment, one wins and the money is in one place', async () => {
  const operator = await wallet.newOperator();
  for (const begin of [opened, paid, disputed]) {
    for (let round = 0; round < 4; round++) {
      const { seller, buyer, tradeId, offerId } = await begin();
      if (begin === opened && round % 2 === 1) wallet.clock.advanceBy(WINDOW_MS);
      const outcomes = await Promise.allSettled([
        steps().release(seller, tradeId),
        steps().cancel(buyer, tradeId),
        steps().cancel(seller, tradeId),
        steps().expire(),
        steps().pay(buyer, tradeId),
        steps().dispute(buyer, tradeId),
        steps().dispute(seller, tradeId),
        steps().resolve(operator, tradeId, 'seller'),
        steps().resolve(operator, tradeId, 'buyer'),
      ]);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') {
          expect(outcome.reason.code).toMatch(/^(TRADE_STATE|TRADE_WINDOW_OVER|TRADE_WINDOW_OPEN)$/);
        }
      }
      const { status } = await show(buyer, tradeId);
      expect(['released', 'canceled', 'expired', 'refunded']).toContain(status);
      const isBought = status === 'released';
      expect(await wallet.balance(buyer, 'BTC')).toEqual([isBought ? TEST_AMOUNT : 0n, 0n]);
      expect(await wallet.balance(seller, 'BTC')).toEqual([isBought ? FUNDS - HELD : FUNDS, 0n]);
      expect(await remainingOf(offerId)).toBe(isBought ? 49_000_000n : 50_000_000n);
    }
  }
  expect(await misplacedEscrow(wallet.services.database)).toEqual([]);
});

test('what a seller has is sold once, however many buy it at once', async () => {
  const { seller } = await newParties(wallet, 3n * HELD);
  const offerId = await steps().offer(seller);
  const buyers = await Promise.all(Array.from({ length: 6 }, () => wallet.newPerson()));
  const outcomes = await Promise.allSettled(buyers.map((buyer) => steps().open(buyer, offerId)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({ code: 'SELLER_SHORT', facts: {} });
  }
  expect(await wallet.balance(seller, 'BTC')).toEqual([0n, 3n * HELD]);
});

test('an offer is taken up once, however many take from it at once', async () => {
  const { seller } = await newParties(wallet, 100n * HELD);
  const offerId = await steps().offer(seller, { amount: 2n * TEST_AMOUNT, maxAmount: TEST_AMOUNT });
  const buyers = await Promise.all(Array.from({ length: 5 }, () => wallet.newPerson()));
  const outcomes = await Promise.allSettled(buyers.map((buyer) => steps().open(buyer, offerId)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? outcome.reason : []));
  for (const each of refused) expect(each).toMatchObject({ code: 'OFFER_BOUNDS' });
  expect(await remainingOf(offerId)).toBe(0n);
});

test('people who buy from each other at once do not wait in a ring', async () => {
  const [a, b] = [await newParties(wallet), await newParties(wallet)];
  const [offerA, offerB] = [await steps().offer(a.seller), await steps().offer(b.seller)];
  const trades = await Promise.all(
    Array.from({ length: 4 }, () => [steps().open(a.seller, offerB), steps().open(b.seller, offerA)]).flat(),
  );
  await Promise.all(trades.map((id, i) => steps().release(i % 2 === 0 ? b.seller : a.seller, id)));
  for (const { seller } of [a, b]) {
    expect(await wallet.balance(seller, 'BTC')).toEqual([FUNDS - 4n * TEST_FEE, 0n]);
  }
});
