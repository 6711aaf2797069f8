import { expect, test } from 'vitest';
import type { PersonScope } from '../../../identity/index.ts';
import { useTestWallet } from '../../testing.ts';
import { newParties, stepsOn, TEST_AMOUNT, TEST_FEE, TEST_OFFER } from '../testing.ts';
import { changeOffer } from './change-offer.ts';
import type { NewOffer } from './create-offer.ts';
import { findOffer, listMarket, listOwnOffers, type MarketFilter } from './offer.repository.ts';
import { quoteOffer } from './quote-offer.ts';

const wallet = useTestWallet();
const PAGE = { first: 10, take: 11, beforeId: undefined };
const FEE_BPS = 50;
const steps = () => stepsOn(wallet.services);
const client = () => wallet.services.database.client;

/** What of these offers the market shows. */
async function shown(ids: readonly string[], filter: MarketFilter = {}) {
  const rows = await listMarket(client(), { ...PAGE, take: 1_000 }, filter, FEE_BPS);
  return rows.map(({ id }) => id).filter((id) => ids.includes(id));
}

const change = (person: PersonScope, id: string, input: 'pause' | 'resume' | 'close') =>
  changeOffer(wallet.services, person, id, input);

test('an offer says what it was asked to, and locks nothing', async () => {
  const { seller } = await newParties(wallet);
  const id = await steps().offer(seller, { paymentMethods: [' SEPA '], terms: ' Ask first. ' });
  expect(await findOffer(client(), id)).toMatchObject({
    ...TEST_OFFER,
    paymentMethods: ['SEPA'],
    terms: 'Ask first.',
    priceDecimals: 2,
    remaining: TEST_OFFER.amount,
    status: 'active',
    sellerId: seller.personId,
  });
  expect(await wallet.balance(seller, 'BTC')).toEqual([10n * TEST_AMOUNT, 0n]);
});

test('the same request makes one offer, however often it comes', async () => {
  const { seller } = await newParties(wallet);
  const ids = await Promise.all(Array.from({ length: 6 }, () => steps().offer(seller, {}, 'once')));
  expect(new Set(ids).size).toBe(1);
  await expect(steps().offer(seller, { amount: 60_000_000n }, 'once')).rejects.toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
});

test('who asks again for what was made needs no rate for it', async () => {
  const { seller } = await newParties(wallet);
  const following = { price: { kind: 'market', marginBps: 0 } } as const;
  const id = await steps().offer(seller, following, 'market');
  const rates = { ...wallet.services.rates, rate: () => Promise.reject(new Error('away')) };
  const away = stepsOn({ ...wallet.services, rates });
  expect(await away.offer(seller, following, 'market')).toBe(id);
  await expect(away.offer(seller, following, 'another')).rejects.toThrow('away');
});

const REFUSED: readonly (readonly [string, Partial<NewOffer>])[] = [
  ['currency', { currency: 'XXX' }],
  ['priceCurrency', { priceCurrency: 'BTC' }],
  ['priceCurrency', { priceCurrency: 'euro' }],
  ['amount', { amount: 0n }],
  ['amount', { amount: 10n ** 38n, maxAmount: 10n ** 37n }],
  ['minAmount', { minAmount: 0n }],
  ['minAmount', { minAmount: 20_000_001n }],
  ['maxAmount', { maxAmount: 50_000_001n }],
  ['unitPrice', { price: { kind: 'fixed', unitPrice: '0.0' } }],
  ['marginBps', { price: { kind: 'market', marginBps: 5_001 } }],
  ['marginBps', { price: { kind: 'market', marginBps: 0.5 } }],
  ['windowSeconds', { windowSeconds: 899 }],
  ['windowSeconds', { windowSeconds: 86_401 }],
  ['paymentMethods', { paymentMethods: [] }],
  ['paymentMethods', { paymentMethods: ['a', ' a'] }],
  ['paymentMethods', { paymentMethods: ['x'.repeat(51)] }],
  ['paymentMethods', { paymentMethods: Array.from({ length: 11 }, String) }],
  ['terms', { terms: 'x'.repeat(2_001) }],
];

test.each(REFUSED)('an offer with an unusable %s is refused: %o', async (field, changes) => {
  const person = await wallet.newPerson();
  await expect(steps().offer(person, changes)).rejects.toMatchObject(
    field === 'currency' ? { code: 'CURRENCY_UNKNOWN' } : { code: 'INVALID_INPUT', field },
  );
  expect(await listOwnOffers(client(), person, PAGE, {})).toEqual([]);
});

test('a price follows a market only where there is one', async () => {
  const person = await wallet.newPerson();
  const market = { price: { kind: 'market', marginBps: 0 } } as const;
  const offering = steps().offer(person, { ...market, priceCurrency: 'NGN' });
  await expect(offering).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await steps().offer(person, { ...market, priceCurrency: 'EUR' });
  await steps().offer(person, { priceCurrency: 'NGN' });
});

test('a person has so many offers at once, however they come', async () => {
  const person = await wallet.newPerson();
  const outcomes = await Promise.allSettled(Array.from({ length: 23 }, () => steps().offer(person)));
  const ids = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
  expect(ids).toHaveLength(20);
  await expect(steps().offer(person)).rejects.toMatchObject({ code: 'OFFER_LIMIT', limit: 20 });
  await change(person, ids[0] ?? '', 'close');
  await steps().offer(person);
});

test('an offer is paused, resumed and closed by its seller alone', async () => {
  const { seller, buyer } = await newParties(wallet);
  const id = await steps().offer(seller);
  await expect(change(buyer, id, 'pause')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await Promise.all([change(seller, id, 'pause'), change(seller, id, 'pause')]);
  expect(await shown([id])).toEqual([]);
  await change(seller, id, 'resume');
  expect(await shown([id])).toEqual([id]);
  await change(seller, id, 'close');
  await expect(change(seller, id, 'resume')).rejects.toMatchObject({ code: 'OFFER_STATE', status: 'closed' });
  expect(await listOwnOffers(client(), seller, PAGE, { status: 'active' })).toEqual([]);
  const told = await client().event.findMany({
    where: { subjectId: id, type: { not: 'p2p_offer.updated' } },
  });
  expect(told.map(({ type }) => type).sort()).toEqual(
    ['created', 'paused', 'resumed', 'closed'].map((verb) => `p2p_offer.${verb}`).sort(),
  );
});

test('closing an offer leaves its trades as they are', async () => {
  const { seller, buyer } = await newParties(wallet);
  const id = await steps().offer(seller);
  const tradeId = await steps().open(buyer, id);
  await change(seller, id, 'close');
  await steps().pay(buyer, tradeId);
  await steps().release(seller, tradeId);
  expect(await wallet.balance(buyer, 'BTC')).toEqual([TEST_AMOUNT, 0n]);
});

test('the market shows what can be bought: with money for the smallest trade and its fee', async () => {
  const exact = 100_000n + 500n;
  const [rich, short, poor] = await Promise.all([
    newParties(wallet, exact),
    newParties(wallet, exact - 1n),
    wallet.newPerson(),
  ]);
  const ids = [
    await steps().offer(rich.seller),
    await steps().offer(short.seller),
    await steps().offer(poor),
  ];
  expect(await shown(ids)).toEqual([ids[0]]);
  await steps().open(rich.buyer, ids[0] ?? '', { amount: 100_000n });
  expect(await shown(ids)).toEqual([]);
});

test('an offer that is sold out is not shown, until a trade of it comes to nothing', async () => {
  const { seller, buyer } = await newParties(wallet, 100n * TEST_AMOUNT);
  const id = await steps().offer(seller, { amount: TEST_AMOUNT, maxAmount: TEST_AMOUNT });
  const tradeId = await steps().open(buyer, id, { amount: 950_000n });
  expect(await shown([id])).toEqual([]);
  await steps().cancel(buyer, tradeId);
  expect(await shown([id])).toEqual([id]);
});

test('the market is looked through by currency, price currency and amount, newest first, by pages', async () => {
  const { seller } = await newParties(wallet, 1_000n * TEST_AMOUNT);
  await wallet.fund(seller, 'USDC', 10n ** 12n);
  const small = await steps().offer(seller, { maxAmount: 200_000n });
  const dollars = await steps().offer(seller, { priceCurrency: 'USD' });
  const stable = await steps().offer(seller, { currency: 'USDC' });
  const ids = [small, dollars, stable];
  expect(await shown(ids)).toEqual([stable, dollars, small]);
  expect(await shown(ids, { currency: 'BTC' })).toEqual([dollars, small]);
  expect(await shown(ids, { currency: 'BTC', priceCurrency: 'EUR' })).toEqual([small]);
  expect(await shown(ids, { currency: 'BTC', amount: 200_001n })).toEqual([dollars]);
  expect(await shown(ids, { currency: 'BTC', amount: 99_999n })).toEqual([]);
  const [next] = await listMarket(client(), { ...PAGE, take: 1, beforeId: dollars }, {}, FEE_BPS);
  expect(next?.id).toBe(small);
});

test('whoever buys knows the price and the fee before', async () => {
  const { seller } = await newParties(wallet);
  const fixed = await steps().offer(seller);
  expect(await quoteOffer(wallet.services, fixed, TEST_AMOUNT)).toMatchObject({
    amount: TEST_AMOUNT,
    fee: TEST_FEE,
    unitPrice: '60000',
    priceAmount: 60_000n,
  });
  const market = await steps().offer(seller, {
    price: { kind: 'market', marginBps: -250 },
    priceCurrency: 'USD',
  });
  expect(await quoteOffer(wallet.services, market, 100_001n)).toMatchObject({
    fee: 501n,
    unitPrice: '97500',
    priceAmount: 9_751n,
  });
  await expect(quoteOffer(wallet.services, fixed, 1n)).rejects.toMatchObject({ code: 'OFFER_BOUNDS' });
  await expect(quoteOffer(wallet.services, 'offer_x', 1n)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a page of the market is found by its index, among many that are not on it', async () => {
  const person = await wallet.newPerson();
  await client().$executeRaw`
    INSERT INTO p2p_offers (id, seller_id, currency, amount, remaining, min_amount, max_amount, price_currency,
      price_decimals, fixed_price, payment_methods, terms, window_seconds, status, created_at, updated_at)
    SELECT 'offer_' || n, ${person.personId}, 'BTC', 100, 100, 1, 100, 'EUR', 2, 1, '{x}', '', 900,
      CASE WHEN n % 100 = 0 THEN 'active' ELSE 'closed' END, now(), now() FROM generate_series(1, 20000) n`;
  await client().$executeRaw`ANALYZE p2p_offers`;
  const plan = await client().$queryRaw<{ 'QUERY PLAN': string }[]>`
    EXPLAIN SELECT id FROM p2p_offers WHERE status = 'active' AND remaining >= min_amount AND currency = 'BTC'
      AND price_currency = 'EUR' ORDER BY id DESC LIMIT 21`;
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index.* using p2p_offers_market/);
});
