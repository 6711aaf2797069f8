import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccounts, postAlone } from '../../backend/src/ledger/index.ts';
import { codeOf, graphql } from '../support/graphql.ts';
import { type Session, signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let api: TestApi;
let person: Session;
let operator: Session;
beforeAll(async () => {
  const nowhere = 'http://127.0.0.1:1';
  api = await startTestApi({
    env: { COINGECKO_API_URL: nowhere, KRAKEN_API_URL: nowhere, COINBASE_API_URL: nowhere },
  });
  person = await signIn(api.graphqlUrl);
  operator = await signIn(api.graphqlUrl);
  const { database, currencies, clock } = api.services;
  const now = clock.now();
  await database.client.operator.create({ data: { personId: operator.person.id, grantedAt: now } });
  const [world, wallet] = await database.transaction((tx) =>
    openAccounts(tx, { currencies, now }, [
      { owner: { kind: 'platform', id: 'test' }, kind: 'world', currency: 'USD', floor: null },
      { owner: { kind: 'person', id: person.person.id }, kind: 'wallet', currency: 'USD' },
    ]),
  );
  const movement = { from: world?.id ?? '', to: wallet?.id ?? '', amount: 1_000n, currency: 'USD' };
  await postAlone(database, now, [
    { key: 'test:fund', kind: 'deposit', movements: [{ action: 'transfer', ...movement }] },
  ]);
});
afterAll(() => api.stop());

const ask = (session: Session | undefined, query: string) =>
  graphql(api.graphqlUrl, query, session ? { headers: { authorization: `Bearer ${session.token}` } } : {});

test('balances, portfolio, savings, allocations and history are one’s own', async () => {
  const { data } = await ask(
    person,
    `mutation { depositSavings(currency: "USD", amount: "400", idempotencyKey: "k") { id savings { currency balance earned } } }`,
  );
  expect(data?.depositSavings).toMatchObject({ savings: [{ currency: 'USD', balance: '400', earned: '0' }] });
  const seen = await ask(
    person,
    `{ wallet { balances { kind currency decimals available locked total } }
       portfolio { total unpriced positions { currency total value shareBps } }
       portfolioHistory(days: 2) { value }
       allocations { targeted rows { currency actualBps driftBps } }
       walletHistory(first: 2) { nodes { kind account amount balance } pageInfo { hasNextPage endCursor } } }`,
  );
  expect(seen.data).toMatchObject({
    wallet: {
      balances: [
        { kind: 'SAVINGS', currency: 'USD', decimals: 2, available: '400', locked: '0', total: '400' },
        { kind: 'WALLET', currency: 'USD', decimals: 2, available: '600', locked: '0', total: '600' },
      ],
    },
    portfolio: {
      total: '1000',
      unpriced: [],
      positions: [{ currency: 'USD', total: '1000', value: '1000', shareBps: 10_000 }],
    },
    portfolioHistory: [{ value: '0' }, { value: '1000' }],
    allocations: { targeted: false, rows: [{ currency: 'USD', actualBps: 10_000, driftBps: 10_000 }] },
    walletHistory: { pageInfo: { hasNextPage: true } },
  });
  const page = seen.data?.walletHistory as { pageInfo: { endCursor: string } } | undefined;
  const next = await ask(
    person,
    `{ walletHistory(first: 2, after: "${page?.pageInfo.endCursor}") { nodes { kind amount } pageInfo { hasNextPage } } }`,
  );
  expect(next.data?.walletHistory).toEqual({
    nodes: [{ kind: 'deposit', amount: '1000' }],
    pageInfo: { hasNextPage: false },
  });
  const others = await ask(operator, '{ wallet { balances { currency } } walletHistory { nodes { id } } }');
  expect(others.data).toEqual({ wallet: { balances: [] }, walletHistory: { nodes: [] } });
});

test('rates of savings are for everybody; everything of a person is for those who are signed in', async () => {
  expect((await ask(undefined, '{ savingsRates { currency ratePpm } }')).data).toEqual({ savingsRates: [] });
  const { data } = await ask(undefined, '{ currencies { code decimals } }');
  expect(data).toMatchObject({ currencies: expect.arrayContaining([{ code: 'BTC', decimals: 8 }]) });
  for (const query of [
    '{ wallet { balances { currency } } }',
    '{ portfolio { total } }',
    '{ portfolioHistory { value } }',
    '{ allocations { total } }',
    '{ walletHistory { nodes { id } } }',
    '{ savings { balance } }',
    '{ referralProgram { code } }',
    '{ myReferrals { nodes { id } } }',
    '{ myCommissions { nodes { id } } }',
    'mutation { createReferralCode { code } }',
    'mutation { useReferralCode(code: "x") { code } }',
    'mutation { setAllocations(targets: []) { total } }',
    'mutation { withdrawSavings(currency: "USD", amount: "1", idempotencyKey: "x") { id } }',
  ]) {
    expect(codeOf(await ask(undefined, query)), query).toBe('UNAUTHENTICATED');
  }
});

test('what operators do is for operators, and shows in the audit log', async () => {
  const limit =
    'setOperationLimit(operation: SWAP, currency: "USD", perDay: "500") { operation currency perOnce perDay }';
  for (const query of [
    '{ installationAuditLog { nodes { id } } }',
    '{ operationLimits { currency } }',
    `mutation { ${limit} }`,
    'mutation { setSavingsRate(currency: "USD", fromDay: "2999-01-01T00:00:00Z", ratePpm: 1) { currency } }',
    '{ legacyWallet(legacyUserId: "x") { personId } }',
    'mutation { linkLegacyWallet(legacyUserId: "x", personId: "y", idempotencyKey: "k") { personId } }',
    'mutation { releaseLegacyLock(legacyUserId: "x", lockId: "y", reason: "z") { personId } }',
    'mutation { captureLegacyLock(legacyUserId: "x", lockId: "y", reason: "z") { personId } }',
  ]) {
    expect(codeOf(await ask(person, query)), query).toBe('FORBIDDEN');
    expect(codeOf(await ask(undefined, query)), query).toBe('UNAUTHENTICATED');
  }
  const { data } = await ask(operator, `mutation { ${limit} }`);
  expect(data?.setOperationLimit).toEqual([
    { operation: 'SWAP', currency: 'USD', perOnce: null, perDay: '500' },
  ]);
  expect(
    codeOf(
      await ask(operator, 'mutation { setOperationLimit(operation: SWAP, currency: "XXX") { currency } }'),
    ),
  ).toBe('CURRENCY_UNKNOWN');
  const log = await ask(
    operator,
    `{ installationAuditLog(action: "limit.set", actorId: "${operator.person.id}", from: "2000-01-01T00:00:00Z") {
         nodes { actor { kind id } action subjectId details } }
       none: installationAuditLog(action: "limit.set", to: "2000-01-01T00:00:00Z") { nodes { id } } }`,
  );
  expect(log.data).toEqual({
    installationAuditLog: {
      nodes: [
        {
          actor: { kind: 'OPERATOR', id: operator.person.id },
          action: 'limit.set',
          subjectId: 'swap:USD',
          details: { perOnce: null, perDay: '500' },
        },
      ],
    },
    none: { nodes: [] },
  });
});
