import { randomUUID } from 'node:crypto';
import { signIpn } from '@charmbills/sandbox';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { codeOf, graphql, post } from '../support/graphql.ts';
import { IPN_SECRET, type Person, startWalletStack, type WalletStack } from '../support/wallet-stack.ts';

vi.setConfig({ testTimeout: 60_000 });

let server: WalletStack;
let victim: Person;
let thief: Person;
let operator: Person;
beforeAll(async () => {
  server = await startWalletStack({ WALLET_WITHDRAWAL_FEES: 'BTC:1000' });
  victim = await server.newPerson({ BTC: 100_000_000n, USDC: 1_000_000_000n });
  thief = await server.newPerson({ BTC: 100_000_000n });
  operator = await server.newOperator({ BTC: 100_000_000n });
  await server.fundTreasury('USDC', 100_000_000_000n);
  await server.fundTreasury('BTC', 1_000_000_000n);
});
afterAll(() => server.stop());
afterEach(async () => {
  expect(await server.ledgerProblem()).toBeNull();
});

const ask = ({ token }: Person, query: string, variables: Record<string, unknown> = {}) =>
  graphql(server.graphqlUrl, query, { token, variables });

async function get(person: Person, query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await ask(person, query, variables);
  expect(errors).toEqual([]);
  return Object(Object.values(data ?? {})[0]);
}

const ADDRESS = 'bcrt1qft5p2uhsdcdc3l2ua4ap5qqfg4pjaqlp250x7';
const REQUEST =
  'mutation ($input: RequestWithdrawalInput!) { requestWithdrawal(input: $input) { id status } }';
const withdrawal = (amount = '1000000', idempotencyKey: string = randomUUID()) => ({
  input: { asset: 'btc', amount, address: ADDRESS, idempotencyKey },
});
const QUOTE = 'mutation ($input: ExchangeRequest!) { quoteSwap(input: $input) { id } }';
const swap = { input: { fromCurrency: 'BTC', toCurrency: 'USDC', payAmount: '100000' } };
const DEPOSIT = 'mutation ($input: CreateDepositInput!) { createDeposit(input: $input) { id } }';
const deposit = () => ({ input: { asset: 'usdc', amount: '25000000', idempotencyKey: randomUUID() } });
const byId = (field: string) => `query ($id: ID!) { ${field}(id: $id) { id } }`;
const step = (field: string, argument: string, more = '') =>
  `mutation ($id: ID!) { ${field}(${argument}: $id${more}) { id } }`;
const KEY = ', idempotencyKey: "k"';

async function balance(person: Person, currency: string): Promise<{ available: string; locked: string }> {
  const { balances } = await get(person, '{ wallet { balances { currency available locked } } }');
  const found = balances.find((each: { currency: string }) => each.currency === currency);
  return { available: found?.available ?? '0', locked: found?.locked ?? '0' };
}

test('what is somebody else’s is not there, whatever is tried with it', async () => {
  const w = await get(victim, REQUEST, withdrawal());
  const d = await get(victim, DEPOSIT, deposit());
  const q = await get(victim, QUOTE, swap);
  const s = await get(victim, step('acceptSwap', 'quoteId', KEY), {
    id: (await get(victim, QUOTE, swap)).id,
  });
  const buy = { input: { fromCurrency: 'EUR', toCurrency: 'BTC', payAmount: '5000' } };
  const b = await get(
    victim,
    'mutation ($input: ExchangeRequest!) { quoteExpressBuy(input: $input) { id } }',
    buy,
  );
  const tries: readonly (readonly [string, string])[] = [
    [byId('withdrawal'), w.id],
    [step('cancelWithdrawal', 'withdrawalId'), w.id],
    [byId('deposit'), d.id],
    [byId('swap'), s.id],
    [step('acceptSwap', 'quoteId', KEY), q.id],
    [byId('expressBuy'), b.id],
    [step('orderExpressBuy', 'id', KEY), b.id],
  ];
  const before = await balance(victim, 'BTC');
  for (const [query, id] of tries) {
    expect([query, codeOf(await ask(thief, query, { id }))]).toEqual([query, 'NOT_FOUND']);
  }
  expect(await balance(victim, 'BTC')).toEqual(before);
  for (const part of ['balances/$', 'portfolio/$', 'transactions/$', 'transactions/$?format=csv']) {
    const response = await fetch(`${server.url}/api/wallets/${part.replace('$', victim.person.id)}`, {
      headers: { authorization: `Bearer ${thief.token}` },
    });
    expect([part, response.status]).toEqual([part, 404]);
  }
});

test('a key of one person says nothing of what another asks under the same', async () => {
  const key = randomUUID();
  const [mine, theirs] = await Promise.all([
    get(thief, REQUEST, withdrawal('1000000', key)),
    get(victim, REQUEST, withdrawal('2000000', key)),
  ]);
  expect(mine.id).not.toBe(theirs.id);
  expect(codeOf(await ask(thief, REQUEST, withdrawal('2000000', key)))).toBe('IDEMPOTENCY_KEY_REUSED');
  expect((await get(thief, REQUEST, withdrawal('1000000', key))).id).toBe(mine.id);
});

test('an operator decides nothing of their own, and of many decisions at once one holds', async () => {
  const own = await get(operator, REQUEST, withdrawal());
  const decisions = [
    step('approveWithdrawal', 'withdrawalId'),
    step('rejectWithdrawal', 'withdrawalId', ', reason: "no"'),
  ];
  for (const query of decisions) {
    expect(codeOf(await ask(operator, query, { id: own.id }))).toBe('WITHDRAWAL_OWN');
  }
  for (let round = 0; round < 5; round++) {
    const before = await balance(thief, 'BTC');
    const { id } = await get(thief, REQUEST, withdrawal());
    const answers = await Promise.all([
      ...decisions.flatMap((query) => [ask(operator, query, { id }), ask(operator, query, { id })]),
      ask(thief, step('cancelWithdrawal', 'withdrawalId'), { id }),
    ]);
    for (const { errors } of answers) {
      for (const { extensions } of errors) expect(extensions.code).toBe('WITHDRAWAL_STATE');
    }
    const { status } = await get(thief, 'query ($id: ID!) { withdrawal(id: $id) { status } }', { id });
    const isOver = status === 'REJECTED' || status === 'CANCELED';
    const after = await balance(thief, 'BTC');
    expect(BigInt(before.available) - BigInt(after.available)).toBe(isOver ? 0n : 1_001_000n);
  }
});

test('a limit is not slipped past by asking often at once', async () => {
  const limit = `mutation { setOperationLimit(operation: WITHDRAWAL, currency: "BTC", perDay: "3000000") { perDay } }`;
  await get(operator, limit);
  const person = await server.newPerson({ BTC: 100_000_000n });
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => ask(person, REQUEST, withdrawal('1000000'))),
  );
  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(3);
  expect(await balance(person, 'BTC')).toEqual({ available: '96997000', locked: '3003000' });
  await get(operator, limit.replace('"3000000"', 'null'));
});

test('nobody refers themselves, and of two who refer each other at once one does', async () => {
  const people = [await server.newPerson(), await server.newPerson()];
  const codes = await Promise.all(
    people.map(async (person) => (await get(person, 'mutation { createReferralCode { code } }')).code),
  );
  const use = (person: Person | undefined, code: string | undefined) =>
    person &&
    ask(person, 'mutation ($code: String!) { useReferralCode(code: $code) { referred } }', { code });
  expect(codeOf((await use(people[0], codes[0])) ?? { errors: [] })).toBe('REFERRAL_REFUSED');
  const answers = await Promise.all([use(people[0], codes[1]), use(people[1], codes[0])]);
  expect(answers.map((answer) => answer && codeOf(answer)).sort()).toEqual(['REFERRAL_REFUSED', undefined]);
});

test('of a provider’s news only what it signed counts, and each payment once', async () => {
  const person = await server.newPerson();
  const { id } = await get(person, DEPOSIT, deposit());
  const payment = server.provider.control.payments.find(({ orderId }) => orderId === id);
  server.provider.control.pay(payment?.id ?? '');
  await server.provider.control.settled();
  const credited = async () =>
    (await get(person, 'query ($id: ID!) { deposit(id: $id) { credited } }', { id })).credited;
  await vi.waitFor(async () => expect(await credited()).toBe('25000000'), { timeout: 20_000 });

  const sent = server.provider.control.sentIpns.at(-1);
  if (!sent) throw new Error('nothing was sent');
  const send = async (body: string, signature?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(signature && { 'x-nowpayments-sig': signature }),
    };
    return (await fetch(sent.url, { method: 'POST', headers, body })).status;
  };
  const more = { ...JSON.parse(sent.body), actually_paid: 2_500_000 };
  expect(await send(JSON.stringify(more), sent.signature)).toBe(401);
  expect(await send(sent.body)).toBe(401);
  expect(await send(sent.body, signIpn(more, 'another secret', 'kept'))).toBe(401);
  expect(await send(`{"a":"${'x'.repeat(60_000)}"}`, sent.signature)).toBe(413);
  expect(await send(sent.body, sent.signature)).toBe(200);
  // Signed rightly and about somebody else’s order: for an operator, and nothing is booked.
  const other = { ...JSON.parse(sent.body), order_id: (await get(victim, DEPOSIT, deposit())).id };
  expect(await send(JSON.stringify(other), signIpn(other, IPN_SECRET, 'kept'))).toBe(200);
  await vi.waitFor(
    async () =>
      expect(
        await server.services.database.client.providerNotice.count({ where: { processedAt: null } }),
      ).toBe(0),
    { timeout: 20_000 },
  );
  expect(await credited()).toBe('25000000');
  expect(await balance(person, 'USDC')).toEqual({ available: '25000000', locked: '0' });
});

test('questions that grow when they are read are refused, and soon', async () => {
  const fragments = Array.from(
    { length: 30 },
    (_, index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`,
  );
  const laughs = `{ ...f0 } ${fragments.join(' ')} fragment f30 on Query { portfolio { total } }`;
  const began = Date.now();
  const answer = await ask(thief, laughs);
  expect(Date.now() - began).toBeLessThan(10_000);
  expect([200, 400]).toContain(answer.status);
  const large = await post(
    server.graphqlUrl,
    JSON.stringify({ query: `{ __typename } #${'x'.repeat(3_000_000)}` }),
  );
  expect(large.status).toBe(413);
});

test('dust that is swapped back and forth is never more than it was', async () => {
  const person = await server.newPerson({ BTC: 100_000n, USDC: 100_000_000n });
  const worth = async () => BigInt((await get(person, '{ portfolio { total } }')).total);
  const before = await worth();
  for (const [fromCurrency, toCurrency, amount] of [
    ['BTC', 'USDC', { payAmount: '2' }],
    ['USDC', 'BTC', { receiveAmount: '1' }],
    ['BTC', 'USDC', { receiveAmount: '1' }],
    ['USDC', 'BTC', { payAmount: '1201' }],
  ] as const) {
    const { data } = await ask(person, QUOTE, { input: { fromCurrency, toCurrency, ...amount } });
    const id = Object(data?.quoteSwap).id;
    if (id) await get(person, step('acceptSwap', 'quoteId', `, idempotencyKey: "${randomUUID()}"`), { id });
  }
  expect(await worth()).toBeLessThanOrEqual(before);
});
