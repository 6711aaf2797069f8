import { expect, test } from 'vitest';
import { setLimit } from '../../../compliance/index.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { useTestWallet } from '../../testing.ts';
import { changeOffer } from '../offers/change-offer.ts';
import { findOffer } from '../offers/offer.repository.ts';
import { newParties, scenesOn, stepsOn, TEST_AMOUNT, TEST_FEE, WINDOW_MS } from '../testing.ts';
import { showTrade } from './show-trade.ts';
import type { Trade } from './trade.ts';

const wallet = useTestWallet();
const HELD = TEST_AMOUNT + TEST_FEE;
const FUNDS = 10n * TEST_AMOUNT;

const steps = () => stepsOn(wallet.services);
const client = () => wallet.services.database.client;
const show = (viewer: PersonScope, id: string) => showTrade(client(), viewer, id);

const { opened } = scenesOn(wallet);
const remainingOf = async (offerId: string) => (await findOffer(client(), offerId))?.remaining;

test('opening a trade fixes its price and holds the amount and the fee', async () => {
  const { seller, buyer, offerId, tradeId } = await opened();
  expect(await wallet.balance(seller, 'BTC')).toEqual([FUNDS - HELD, HELD]);
  expect(await show(buyer, tradeId)).toMatchObject({
    status: 'awaiting_payment',
    amount: TEST_AMOUNT,
    fee: TEST_FEE,
    unitPrice: '60000',
    priceAmount: 60_000n,
    payBy: new Date(wallet.clock.now().getTime() + WINDOW_MS),
  } satisfies Partial<Trade>);
  expect(await remainingOf(offerId)).toBe(49_000_000n);
});

test('a buyer begins only so many trades without paying', async () => {
  const { seller, buyer } = await newParties(wallet, 20n * HELD);
  const offerId = await steps().offer(seller);
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => steps().open(buyer, offerId)));
  const tradeIds = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
  expect(tradeIds).toHaveLength(5);
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'TRADES_UNPAID', limit: 5 });
  await steps().pay(buyer, tradeIds[0] ?? '');
  await steps().open(buyer, offerId);
});

test('what cannot be bought is refused, and nothing is held', async () => {
  const { seller, buyer } = await newParties(wallet);
  const offerId = await steps().offer(seller);
  const open = (changes = {}, who = buyer) => steps().open(who, offerId, changes);
  await expect(open({}, seller)).rejects.toMatchObject({ code: 'OFFER_OWN' });
  await expect(open({ amount: 99_999n })).rejects.toMatchObject({
    code: 'OFFER_BOUNDS',
    facts: { min: '100000', max: '20000000', currency: 'BTC' },
  });
  await expect(open({ amount: 20_000_001n })).rejects.toMatchObject({ code: 'OFFER_BOUNDS' });
  await expect(open({ amount: 0n })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(open({ amount: 20_000_000n })).rejects.toMatchObject({ code: 'SELLER_SHORT' });
  await expect(open({ paymentMethod: 'Cash' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    field: 'paymentMethod',
  });
  await expect(open({ maxPriceAmount: 59_999n })).rejects.toMatchObject({ code: 'PRICE_MOVED' });
  await expect(open({ offerId: 'offer_x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await changeOffer(wallet.services, seller, offerId, 'pause');
  await expect(open()).rejects.toMatchObject({ code: 'OFFER_STATE', status: 'paused' });
  expect(await wallet.balance(seller, 'BTC')).toEqual([FUNDS, 0n]);
  expect(
    await client().limitUse.count({ where: { personId: { in: [seller.personId, buyer.personId] } } }),
  ).toBe(0);
});

test('a price that follows the market is taken when the trade opens', async () => {
  const { seller, buyer } = await newParties(wallet);
  const offerId = await steps().offer(seller, {
    priceCurrency: 'USD',
    price: { kind: 'market', marginBps: 100 },
  });
  wallet.prices.BTC = 110_000n;
  wallet.clock.advanceBy(31_000);
  await wallet.services.rates.refresh();
  const tradeId = await steps().open(buyer, offerId);
  wallet.prices.BTC = 100_000n;
  expect(await show(buyer, tradeId)).toMatchObject({ unitPrice: '111100', priceAmount: 111_100n });
});

test('both count a trade towards their limits, and get it back when it comes to nothing', async () => {
  const operator = await wallet.newOperator();
  await setLimit(wallet.services, operator, {
    operation: 'p2p',
    currency: 'BTC',
    perOnce: null,
    perDay: TEST_AMOUNT,
  });
  try {
    const { seller, buyer, offerId, tradeId } = await opened();
    const [otherBuyer, other] = [await wallet.newPerson(), await newParties(wallet)];
    const otherOffer = await steps().offer(other.seller);
    await expect(steps().open(buyer, otherOffer)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    const refused = steps().open(otherBuyer, offerId);
    await expect(refused).rejects.toMatchObject({ code: 'SELLER_SHORT', facts: {} });
    await steps().cancel(buyer, tradeId);
    await steps().release(seller, await steps().open(buyer, offerId));
    await expect(steps().open(buyer, otherOffer)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  } finally {
    await setLimit(wallet.services, operator, {
      operation: 'p2p',
      currency: 'BTC',
      perOnce: null,
      perDay: null,
    });
  }
});
