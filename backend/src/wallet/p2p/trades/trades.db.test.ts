import { expect, test } from 'vitest';
import { listAudit } from '../../../compliance/index.ts';
import type { PersonScope } from '../../../identity/index.ts';
import { toOperatorScope } from '../../../identity/scopes.ts';
import { newId } from '../../../platform/ids.ts';
import { useTestWallet } from '../../testing.ts';
import { findOffer } from '../offers/offer.repository.ts';
import { newParties, scenesOn, stepsOn, TEST_AMOUNT, TEST_FEE, WINDOW_MS } from '../testing.ts';
import { disputeTrade } from './dispute-trade.ts';
import { markPaid } from './mark-paid.ts';
import { resolveDispute } from './resolve-dispute.ts';
import { showTrade } from './show-trade.ts';
import { listDisputed, listOwnTrades } from './trade.repository.ts';

const queries: string[] = [];
const wallet = useTestWallet({ onQuery: (sql) => queries.push(sql) });
const HELD = TEST_AMOUNT + TEST_FEE;
const FUNDS = 10n * TEST_AMOUNT;
const PAGE = { first: 10, take: 11, beforeId: undefined };

const steps = () => stepsOn(wallet.services);
const client = () => wallet.services.database.client;
const show = (viewer: PersonScope, id: string) => showTrade(client(), viewer, id);

const { opened, paid, disputed } = scenesOn(wallet);
const remainingOf = async (offerId: string) => (await findOffer(client(), offerId))?.remaining;

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

test('texts are bounded before anything happens', async () => {
  const { buyer, seller, tradeId } = await opened();
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
