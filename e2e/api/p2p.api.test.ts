import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertOperator } from '../../backend/src/identity/operators/operators.repository.ts';
import { post } from '../../backend/src/ledger/index.ts';
import { accountIds } from '../../backend/src/wallet/accounts/account-ids.ts';
import { personAccount, platformAccount } from '../../backend/src/wallet/index.ts';
import { codeOf, graphql } from '../support/graphql.ts';
import { connectLive, subscribe } from '../support/live.ts';
import { signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let server: TestApi;
type Person = Awaited<ReturnType<typeof signIn>>;
let seller: Person;
let buyer: Person;
let operator: Person;
beforeAll(async () => {
  server = await startTestApi();
  const url = server.graphqlUrl;
  [seller, buyer, operator] = [await signIn(url), await signIn(url), await signIn(url)];
  const { database, clock } = server.services;
  await database.transaction(async (tx) => {
    await insertOperator(tx, operator.person.id, clock.now());
    const [opening, account] = await accountIds(tx, server.services, [
      platformAccount('opening', 'BTC'),
      personAccount(seller.person.id, 'BTC'),
    ]);
    await post(tx, clock.now(), {
      key: 'test.fund',
      kind: 'test.fund',
      movements: [{ action: 'transfer', from: opening, to: account, amount: 10_000_000n, currency: 'BTC' }],
    });
  });
});
afterAll(() => server.stop());

const ask = async (person: Person, query: string, variables: Record<string, unknown> = {}) =>
  graphql(server.graphqlUrl, query, { token: person.token, variables });

/** The one field of an answer that is expected to be there. */
async function get(person: Person, query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await ask(person, query, variables);
  expect(errors).toEqual([]);
  return Object(Object.values(data ?? {})[0]);
}

const OFFER = {
  currency: 'BTC',
  amount: '5000000',
  minAmount: '100000',
  maxAmount: '2000000',
  priceCurrency: 'EUR',
  unitPrice: '60000',
  paymentMethods: ['SEPA'],
};
const CREATE = `mutation ($input: CreateP2pOfferInput!, $key: String!) {
  createP2pOffer(input: $input, idempotencyKey: $key) {
    id status unitPrice marginBps feeBps terms windowSeconds remaining seller { personId completed completionRateBps }
  }
}`;
const OPEN = `mutation ($offerId: ID!, $key: String!) {
  openP2pTrade(offerId: $offerId, amount: "1000000", paymentMethod: "SEPA", maxPriceAmount: "60000", idempotencyKey: $key) {
    id status fee priceAmount priceDecimals offer { id remaining } buyer { personId }
  }
}`;
let keys = 0;
/** One step of trade `$t`, under a key of its own. */
const step = (name: string, more = '') =>
  `mutation ($t: ID!) { ${name}(tradeId: $t, idempotencyKey: "step-${++keys}"${more}) { id status } }`;

let offerId: string;

test('an offer is made, found on the market and quoted', async () => {
  const offer = await get(seller, CREATE, { input: OFFER, key: 'o1' });
  offerId = offer.id;
  expect(offer).toEqual({
    id: offerId,
    status: 'ACTIVE',
    unitPrice: '60000',
    marginBps: null,
    feeBps: 50,
    terms: '',
    windowSeconds: 1_800,
    remaining: '5000000',
    seller: { personId: seller.person.id, completed: 0, completionRateBps: null },
  });
  const market = await get(
    buyer,
    '{ p2pOffers(currency: "BTC", priceCurrency: "EUR", amount: "1000000") { nodes { id } pageInfo { hasNextPage } } }',
  );
  expect(market).toEqual({ nodes: [{ id: offerId }], pageInfo: { hasNextPage: false } });
  const quote = `query ($o: ID!) { p2pQuote(offerId: $o, amount: "1000000") { amount fee unitPrice priceAmount } }`;
  expect(await get(buyer, quote, { o: offerId })).toEqual({
    amount: '1000000',
    fee: '5000',
    unitPrice: '60000',
    priceAmount: '60000',
  });
  expect(await get(seller, '{ myP2pOffers(status: ACTIVE) { nodes { id } } }')).toEqual({
    nodes: [{ id: offerId }],
  });
  expect(await get(buyer, 'query ($o: ID!) { p2pOffer(id: $o) { status } }', { o: offerId })).toEqual({
    status: 'ACTIVE',
  });
});

test('a trade is opened, talked about, paid and released, and its seller hears of each step', async () => {
  const trade = await get(buyer, OPEN, { offerId, key: 't1' });
  const { id } = trade;
  expect(trade).toEqual({
    id,
    status: 'AWAITING_PAYMENT',
    fee: '5000',
    priceAmount: '60000',
    priceDecimals: 2,
    offer: { id: offerId, remaining: '4000000' },
    buyer: { personId: buyer.person.id },
  });
  expect((await get(buyer, OPEN, { offerId, key: 't1' })).id).toBe(id);

  const live = await connectLive(server.graphqlUrl, { token: seller.token });
  subscribe(live, 'subscription ($t: ID!) { p2pTradeUpdated(tradeId: $t) { status messages { text } } }', {
    t: id,
  });
  /** What is heard once it is so; news of an earlier step may be told once more on the way. */
  const heardThat = async (so: (trade: { status: string; messages: unknown[] }) => boolean) => {
    for (;;) {
      const news = Object((await live.next()).payload).data.p2pTradeUpdated;
      if (so(news)) return news;
    }
  };
  const now = (status: string) => (news: { status: string }) => news.status === status;
  expect(await heardThat(now('AWAITING_PAYMENT'))).toEqual({ status: 'AWAITING_PAYMENT', messages: [] });
  await get(seller, step('sendP2pMessage', ', text: "DE12 3456"'), { t: id });
  expect(await heardThat(({ messages }) => messages.length > 0)).toEqual({
    status: 'AWAITING_PAYMENT',
    messages: [{ text: 'DE12 3456' }],
  });
  await get(buyer, step('markP2pTradePaid', ', reference: "E2E-1"'), { t: id });
  await heardThat(now('PAID'));
  await get(seller, step('releaseP2pTrade'), { t: id });
  await heardThat(now('RELEASED'));
  await live.end();

  const shown = await get(
    buyer,
    `query ($t: ID!) { p2pTrade(id: $t) {
      status paymentReference paidAt endedAt messages { senderId text } seller { completed failed completionRateBps }
    } }`,
    { t: id },
  );
  expect(shown).toMatchObject({
    status: 'RELEASED',
    paymentReference: 'E2E-1',
    messages: [{ senderId: seller.person.id, text: 'DE12 3456' }],
    seller: { completed: 1, failed: 0, completionRateBps: 10_000 },
  });
});

test('a dispute waits for an operator, who reads everything and decides', async () => {
  const { id } = await get(buyer, OPEN, { offerId, key: 't2' });
  await get(buyer, step('markP2pTradePaid', ', reference: "E2E-2"'), { t: id });
  await get(
    buyer,
    `mutation ($t: ID!) {
    disputeP2pTrade(tradeId: $t, reason: "Nothing came.", evidence: "See the statement.", idempotencyKey: "d") { id }
  }`,
    { t: id },
  );
  const waiting = '{ disputedP2pTrades { nodes { id disputeReason disputeEvidence messages { text } } } }';
  expect(codeOf(await ask(buyer, waiting))).toBe('FORBIDDEN');
  expect(await get(operator, waiting)).toEqual({
    nodes: [{ id, disputeReason: 'Nothing came.', disputeEvidence: 'See the statement.', messages: [] }],
  });
  const resolve = `mutation ($t: ID!) {
    resolveP2pDispute(tradeId: $t, outcome: SELLER, reason: "It was never sent.", idempotencyKey: "r") { status resolution }
  }`;
  expect(codeOf(await ask(buyer, resolve, { t: id }))).toBe('FORBIDDEN');
  expect(await get(operator, resolve, { t: id })).toEqual({
    status: 'REFUNDED',
    resolution: 'It was never sent.',
  });
});

test('a trade is canceled; to others it is not there', async () => {
  const { id } = await get(buyer, OPEN, { offerId, key: 't3' });
  const stranger = await signIn(server.graphqlUrl);
  const show = 'query ($t: ID!) { p2pTrade(id: $t) { id } }';
  expect(codeOf(await ask(stranger, show, { t: id }))).toBe('NOT_FOUND');
  expect(codeOf(await ask(stranger, step('cancelP2pTrade'), { t: id }))).toBe('NOT_FOUND');
  const live = await connectLive(server.graphqlUrl, { token: stranger.token });
  subscribe(live, 'subscription ($t: ID!) { p2pTradeUpdated(tradeId: $t) { status } }', { t: id });
  expect(JSON.stringify(await live.next())).toContain('NOT_FOUND');
  await live.end();
  expect(await get(buyer, step('cancelP2pTrade'), { t: id })).toEqual({ id, status: 'CANCELED' });
  const mine = await get(buyer, '{ myP2pTrades(role: BUYER) { nodes { status } } }');
  expect(mine.nodes).toEqual([{ status: 'CANCELED' }, { status: 'REFUNDED' }, { status: 'RELEASED' }]);
});

test('an offer has one price', async () => {
  for (const prices of [{ marginBps: 10 }, { unitPrice: null }]) {
    const answer = await ask(seller, CREATE, { input: { ...OFFER, ...prices }, key: 'o2' });
    expect(codeOf(answer)).toBe('INVALID_INPUT');
  }
  const amountAlone = await ask(buyer, '{ p2pOffers(amount: "1") { nodes { id } } }');
  expect(codeOf(amountAlone)).toBe('INVALID_INPUT');
});

test('an offer is paused, resumed and closed', async () => {
  for (const [name, status] of [
    ['pauseP2pOffer', 'PAUSED'],
    ['resumeP2pOffer', 'ACTIVE'],
    ['closeP2pOffer', 'CLOSED'],
  ]) {
    const change = `mutation ($o: ID!) { ${name}(offerId: $o) { status } }`;
    expect(codeOf(await ask(buyer, change, { o: offerId }))).toBe('NOT_FOUND');
    expect(await get(seller, change, { o: offerId })).toEqual({ status });
  }
});

test('a page of offers takes as many statements as one offer', async () => {
  const list = '{ p2pOffers { nodes { id seller { completed } } } }';
  const countFor = async (offers: number) => {
    for (let i = 0; i < offers; i++) await get(seller, CREATE, { input: OFFER, key: `many-${offers}-${i}` });
    await get(buyer, list);
    server.takeQueries();
    expect((await get(buyer, list)).nodes.length).toBeGreaterThanOrEqual(offers);
    return server.takeQueries().filter((sql) => sql.includes('p2p_')).length;
  };
  const one = await countFor(1);
  expect(await countFor(8)).toBe(one);
});
