import { expect, test } from 'vitest';
import { listAudit, setLimit } from '../../../compliance/index.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { toOperatorScope } from '../../../identity/scopes.ts';
import { newId } from '../../../platform/ids.ts';
import { useTestWallet } from '../../testing.ts';
import { readMessages } from '../messages/message.repository.ts';
import { changeOffer } from '../offers/change-offer.ts';
import { findOffer } from '../offers/offer.repository.ts';
import { completionRateBps, readReputations } from '../reputation/reputation.repository.ts';
import { misplacedEscrow, newParties, stepsOn, TEST_AMOUNT, TEST_FEE, WINDOW_MS } from '../testing.ts';
import { showTrade } from './show-trade.ts';
import { listDisputed, listOwnTrades } from './trade.repository.ts';
import type { Trade } from './trade.ts';

const queries: string[] = [];
const wallet = useTestWallet({ onQuery: (sql) => queries.push(sql) });
const HELD = TEST_AMOUNT + TEST_FEE;
const FUNDS = 10n * TEST_AMOUNT;
const PAGE = { first: 10, take: 11, beforeId: undefined };

const steps = () => stepsOn(wallet.services);
const client = () => wallet.services.database.client;
const show = (viewer: PersonScope, id: string) => showTrade(client(), viewer, id);

async function opened() {
  const parties = await newParties(wallet);
  const offerId = await steps().offer(parties.seller);
  return { ...parties, offerId, tradeId: await steps().open(parties.buyer, offerId) };
}

async function paid() {
  const trade = await opened();
  await steps().pay(trade.buyer, trade.tradeId);
  return trade;
}

async function disputed() {
  const trade = await paid();
  await steps().dispute(trade.buyer, trade.tradeId);
  return trade;
}

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

test('paid and released: the buyer has the amount, the platform the fee, the seller the rest', async () => {
  const { seller, buyer, tradeId, offerId } = await paid();
  const feesBefore = await wallet.platformBalance('fees', 'BTC');
  await steps().release(seller, tradeId);
  expect(await wallet.balance(buyer, 'BTC')).toEqual([TEST_AMOUNT, 0n]);
  expect(await wallet.balance(seller, 'BTC')).toEqual([FUNDS - HELD, 0n]);
  expect((await wallet.platformBalance('fees', 'BTC')) - feesBefore).toBe(TEST_FEE);
  expect(await show(seller, tradeId)).toMatchObject({ status: 'released', paymentReference: 'E2E-4711' });
  expect(await remainingOf(offerId)).toBe(49_000_000n);
});

test('whoever brought the seller has a share of the fee', async () => {
  const { seller, tradeId } = await paid();
  const referrer = await wallet.newPerson();
  const { personId } = seller;
  const createdAt = wallet.clock.now();
  await client().referral.create({
    data: { id: newId('referral'), personId, referrerId: referrer.personId, createdAt },
  });
  await steps().release(seller, tradeId);
  expect(await wallet.balance(referrer, 'BTC')).toEqual([TEST_FEE / 5n, 0n]);
});

test('the buyer cancels at any time before the release, and the seller has the money back', async () => {
  for (const begin of [opened, paid, disputed]) {
    const { seller, buyer, tradeId, offerId } = await begin();
    await steps().cancel(buyer, tradeId);
    expect(await wallet.balance(seller, 'BTC')).toEqual([FUNDS, 0n]);
    expect(await show(seller, tradeId)).toMatchObject({ status: 'canceled', endedAt: wallet.clock.now() });
    expect(await remainingOf(offerId)).toBe(50_000_000n);
  }
});

test('the seller cancels only when the window is over, and never what is marked paid', async () => {
  const [unpaid, marked] = [await opened(), await paid()];
  await expect(steps().cancel(unpaid.seller, unpaid.tradeId)).rejects.toMatchObject({
    code: 'TRADE_WINDOW_OPEN',
  });
  wallet.clock.advanceBy(WINDOW_MS);
  await steps().cancel(unpaid.seller, unpaid.tradeId);
  expect(await show(unpaid.seller, unpaid.tradeId)).toMatchObject({ status: 'expired' });
  expect(await wallet.balance(unpaid.seller, 'BTC')).toEqual([FUNDS, 0n]);
  await expect(steps().cancel(marked.seller, marked.tradeId)).rejects.toMatchObject({
    code: 'TRADE_STATE',
    status: 'paid',
  });
});

test('it is marked paid within the window alone', async () => {
  const { buyer, tradeId, seller } = await opened();
  wallet.clock.advanceBy(WINDOW_MS);
  await expect(steps().pay(buyer, tradeId)).rejects.toMatchObject({ code: 'TRADE_WINDOW_OVER' });
  await steps().release(seller, tradeId);
  expect(await show(buyer, tradeId)).toMatchObject({ status: 'released', paidAt: null });
});

test('the clock ends what was not paid for, in as many statements for many as for one', async () => {
  const buyers = await Promise.all(Array.from({ length: 6 }, () => wallet.newPerson()));
  const { seller } = await newParties(wallet, 100n * HELD);
  const offers = [await steps().offer(seller), await steps().offer(seller)];
  const kept = await paid();
  const statementsFor = async (tradeCount: number) => {
    const due: string[] = [];
    for (let i = 0; i < tradeCount; i++) {
      const buyer = buyers[i % buyers.length];
      const offerId = offers[i % 2];
      if (buyer && offerId) due.push(await steps().open(buyer, offerId));
    }
    wallet.clock.advanceBy(WINDOW_MS);
    queries.length = 0;
    expect(await steps().expire()).toBe(tradeCount);
    const count = queries.length;
    for (const id of due) expect(await show(seller, id)).toMatchObject({ status: 'expired' });
    return count;
  };
  await steps().expire();
  const one = await statementsFor(1);
  expect(await statementsFor(12)).toBe(one);
  expect(await steps().expire()).toBe(0);
  expect(await wallet.balance(seller, 'BTC')).toEqual([100n * HELD, 0n]);
  expect(await Promise.all(offers.map(remainingOf))).toEqual([50_000_000n, 50_000_000n]);
  expect(await show(kept.buyer, kept.tradeId)).toMatchObject({ status: 'paid' });
});

test('many workers share what is due, in batches', async () => {
  const { seller } = await newParties(wallet, 100n * HELD);
  const offerId = await steps().offer(seller);
  for (let i = 0; i < 9; i++) await steps().open(await wallet.newPerson(), offerId);
  wallet.clock.advanceBy(WINDOW_MS);
  const ended = await Promise.all(Array.from({ length: 4 }, () => steps().expire({ batch: 2 })));
  expect(ended.reduce((sum, each) => sum + each, 0) + (await steps().expire())).toBe(9);
  expect(await wallet.balance(seller, 'BTC')).toEqual([100n * HELD, 0n]);
});

test('either side disputes what is marked paid, at once, and it never expires', async () => {
  for (const side of ['buyer', 'seller'] as const) {
    const trade = await paid();
    await steps().dispute(trade[side], trade.tradeId);
    wallet.clock.advanceBy(100 * WINDOW_MS);
    await steps().expire();
    expect(await show(trade.buyer, trade.tradeId)).toMatchObject({
      status: 'disputed',
      disputedBy: trade[side].personId,
      disputeReason: 'Nothing arrived.',
    });
  }
  const unpaid = await opened();
  await expect(steps().dispute(unpaid.buyer, unpaid.tradeId)).rejects.toMatchObject({ code: 'TRADE_STATE' });
});

test('an operator gives the money to the buyer, or back to the seller, and says why', async () => {
  const operator = await wallet.newOperator();
  const [won, lost] = [await disputed(), await disputed()];
  const waiting = (await listDisputed(client(), operator, PAGE)).map(({ id }) => id);
  expect(waiting).toEqual(expect.arrayContaining([won.tradeId, lost.tradeId]));
  await steps().resolve(operator, won.tradeId, 'buyer');
  await steps().resolve(operator, lost.tradeId, 'seller');
  expect(await wallet.balance(won.buyer, 'BTC')).toEqual([TEST_AMOUNT, 0n]);
  expect(await wallet.balance(lost.buyer, 'BTC')).toEqual([0n, 0n]);
  expect(await wallet.balance(lost.seller, 'BTC')).toEqual([FUNDS, 0n]);
  const resolution = { resolvedBy: operator.personId, resolution: 'The statement shows it.' };
  expect(await show(won.seller, won.tradeId)).toMatchObject({ status: 'released', ...resolution });
  expect(await show(lost.seller, lost.tradeId)).toMatchObject({ status: 'refunded', ...resolution });
  const [entry] = await listAudit(client(), operator, PAGE, { subjectId: lost.tradeId });
  expect(entry).toMatchObject({
    action: 'p2p_trade.resolved',
    actor: { kind: 'operator', id: operator.personId },
    details: { outcome: 'seller', reason: 'The statement shows it.' },
  });
});

test('no operator decides on a trade of their own, and nobody on what is not disputed', async () => {
  const trade = await disputed();
  for (const { personId } of [trade.buyer, trade.seller]) {
    const deciding = steps().resolve(toOperatorScope({ personId }), trade.tradeId, 'buyer');
    await expect(deciding).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
  const operator = await wallet.newOperator();
  const open = await paid();
  await expect(steps().resolve(operator, open.tradeId, 'buyer')).rejects.toMatchObject({
    code: 'TRADE_STATE',
  });
});

test('each side does what is theirs; to others the trade is not there', async () => {
  const { seller, buyer, tradeId } = await opened();
  const stranger = await wallet.newPerson();
  await expect(steps().pay(seller, tradeId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(steps().release(buyer, tradeId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const { pay, release, cancel, dispute } = steps();
  for (const step of [pay, release, cancel, dispute]) {
    await expect(step(stranger, tradeId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(step(stranger, 'trade_\u0000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  await expect(steps().say(stranger, tradeId, 'hello')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(show(stranger, tradeId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await listOwnTrades(client(), stranger, PAGE, {})).toEqual([]);
});

test('a trade is listed for both, by side and status, newest first', async () => {
  const { seller, buyer, offerId, tradeId } = await opened();
  const second = await steps().open(buyer, offerId);
  await steps().pay(buyer, second);
  const ids = async (person: PersonScope, filter: Parameters<typeof listOwnTrades>[3], page = PAGE) =>
    (await listOwnTrades(client(), person, page, filter)).map(({ id }) => id);
  expect(await ids(buyer, {})).toEqual([second, tradeId]);
  expect(await ids(seller, {})).toEqual([second, tradeId]);
  expect(await ids(seller, { role: 'buyer' })).toEqual([]);
  expect(await ids(buyer, { role: 'buyer', status: 'paid' })).toEqual([second]);
  expect(await listOwnTrades(client(), buyer, { ...PAGE, beforeId: second }, {})).toHaveLength(1);
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

test('both hear of every change, and that their balances changed', async () => {
  const { seller, buyer, tradeId } = await paid();
  await steps().say(seller, tradeId, 'Thank you.');
  await steps().release(seller, tradeId);
  const events = await client().event.findMany({ where: { subjectId: tradeId }, orderBy: { id: 'asc' } });
  for (const { personId } of [seller, buyer]) {
    const heard = events.filter((event) => event.personId === personId).map(({ type }) => type);
    expect(heard.filter((type) => type !== 'p2p_trade.updated')).toEqual([
      'p2p_trade.opened',
      'p2p_trade.paid',
      'p2p_trade.message',
      'p2p_trade.released',
    ]);
    expect(heard).toHaveLength(8);
  }
  const wallets = await client().event.findMany({
    where: { type: 'wallet.updated', subjectId: buyer.personId },
  });
  expect(wallets).toHaveLength(1);
});

test('the two talk while the trade is open; the same message under one key is said once', async () => {
  const { seller, buyer, tradeId } = await opened();
  await Promise.all(Array.from({ length: 4 }, () => steps().say(seller, tradeId, ' DE12 3456 ', 'iban')));
  await steps().say(buyer, tradeId, 'Sent.\nSee you.');
  const said = async () =>
    (await readMessages(client(), [tradeId])).get(tradeId)?.map(({ senderId, text }) => [senderId, text]);
  expect(await said()).toEqual([
    [seller.personId, 'DE12 3456'],
    [buyer.personId, 'Sent.\nSee you.'],
  ]);
  for (const text of ['', ' \n', 'x'.repeat(1_001), 'a\u0000b', 'a\u001bb']) {
    await expect(steps().say(buyer, tradeId, text)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      field: 'text',
    });
  }
  await steps().cancel(buyer, tradeId);
  await expect(steps().say(seller, tradeId, 'Why?')).rejects.toMatchObject({ code: 'TRADE_STATE' });
});

test('there is room for so many messages', async () => {
  const { seller, tradeId } = await opened();
  await client().p2pMessage.createMany({
    data: Array.from({ length: 199 }, (_, i) => ({
      id: `msg_${i}`,
      tradeId,
      senderId: seller.personId,
      text: 'again',
      createdAt: wallet.clock.now(),
    })),
  });
  await steps().say(seller, tradeId, 'the last one');
  await expect(steps().say(seller, tradeId, 'one more')).rejects.toMatchObject({
    code: 'TRADE_MESSAGE_LIMIT',
  });
});

test('what came to nothing counts against whoever it was through', async () => {
  const operator = await wallet.newOperator();
  const { seller, buyer } = await newParties(wallet);
  const offerId = await steps().offer(seller);
  const open = async () => {
    const id = await steps().open(buyer, offerId);
    await steps().pay(buyer, id);
    return id;
  };
  await steps().release(seller, await open());
  await steps().cancel(buyer, await open());
  for (const outcome of ['buyer', 'seller'] as const) {
    const id = await open();
    await steps().dispute(buyer, id);
    await steps().resolve(operator, id, outcome);
  }
  await steps().open(buyer, offerId);
  wallet.clock.advanceBy(WINDOW_MS);
  await steps().expire();
  const ids = [seller.personId, buyer.personId, operator.personId];
  const reputations = await readReputations(client(), ids);
  const shown = ids.map((id) => {
    const each = reputations.get(id) ?? { personId: id, completed: -1, failed: -1 };
    return [each.completed, each.failed, completionRateBps(each)];
  });
  expect(shown).toEqual([
    [1, 1, 5_000],
    [2, 3, 4_000],
    [0, 0, null],
  ]);
});

test('texts are bounded before anything happens', async () => {
  const { buyer, seller, tradeId } = await opened();
  const { disputeTrade } = await import('./dispute-trade.ts');
  const { markPaid } = await import('./mark-paid.ts');
  const { resolveDispute } = await import('./resolve-dispute.ts');
  const asked = { tradeId, idempotencyKey: 'texts' };
  const paying = markPaid(wallet.services, buyer, { ...asked, reference: 'x'.repeat(201) });
  await expect(paying).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'reference' });
  const disputing = disputeTrade(wallet.services, seller, { ...asked, reason: ' ' });
  await expect(disputing).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'reason' });
  const tooMuch = disputeTrade(wallet.services, seller, {
    ...asked,
    reason: 'x',
    evidence: 'x'.repeat(4_001),
  });
  await expect(tooMuch).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'evidence' });
  const operator = await wallet.newOperator();
  const deciding = resolveDispute(wallet.services, operator, { ...asked, outcome: 'buyer', reason: '' });
  await expect(deciding).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'reason' });
});
