import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import { type NowPaymentsSimulator, startNowPayments } from '@charmbills/sandbox';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { insertOperator } from '../../backend/src/identity/operators/operators.repository.ts';
import { loadConfig } from '../../backend/src/platform/config/index.ts';
import { silentLogger } from '../../backend/src/platform/logging/index.ts';
import { type Running, start } from '../../backend/src/process/start.ts';
import { freePort } from '../../ops/src/stack/ports.ts';
import { codeOf, graphql } from '../support/graphql.ts';
import { connectLive, subscribe } from '../support/live.ts';
import { signIn } from '../support/sign-in.ts';

vi.setConfig({ testTimeout: 60_000 });

let database: TestDatabase;
let provider: NowPaymentsSimulator;
let backend: Running;
let url: string;

/** The whole backend with its jobs, and the provider's simulator: each calls the other. */
beforeAll(async () => {
  database = await createTestDatabase();
  provider = await startNowPayments({ ipnSecret: 'ipn-secret', ipn: { retries: 0 } });
  const port = await freePort();
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: database.url,
    MIGRATE_ON_START: 'false',
    JWT_SECRET: 'a secret of at least 32 characters',
    ENCRYPTION_KEY: 'another secret of at least 32 characters',
    RPC_URL: 'http://127.0.0.1:1',
    PROVER_API_URL: 'http://127.0.0.1:1',
    NOWPAYMENTS_API_URL: provider.url,
    NOWPAYMENTS_API_KEY: provider.apiKey,
    NOWPAYMENTS_IPN_SECRET: 'ipn-secret',
    NOWPAYMENTS_EMAIL: provider.email,
    NOWPAYMENTS_PASSWORD: provider.password,
    NOWPAYMENTS_TOTP_SECRET: provider.totpSecret,
    WALLET_WITHDRAWAL_FEES: 'USDC:500000',
  });
  backend = await start(config, '0.0.0-test', { logger: silentLogger });
  url = `http://127.0.0.1:${port}/graphql`;
});
afterAll(async () => {
  await backend?.stop();
  await provider?.close();
  await database?.drop();
});

const CREATE =
  'mutation ($input: CreateDepositInput!) { createDeposit(input: $input) { id status address } }';
const WATCH = 'subscription ($id: ID!) { depositUpdated(id: $id) { status credited } }';
const REQUEST = `mutation ($input: RequestWithdrawalInput!) {
  requestWithdrawal(input: $input) { id status fee approvalsNeeded }
}`;
const QUEUE = `{ withdrawalQueue(status: REQUESTED) { nodes { id personId approvals approvalsNeeded } } }`;
const APPROVE = 'mutation ($id: ID!) { approveWithdrawal(withdrawalId: $id) { status approvals } }';
const STATUS = 'query ($id: ID!) { withdrawal(id: $id) { status networkTxid } }';
const BALANCES = '{ wallet { balances { currency available locked } } }';

test('money comes in by one provider and goes out by it again, as a client sees it', async () => {
  const [person, operator] = [await signIn(url), await signIn(url)];
  await insertOperator(backend.services.database.client, operator.person.id, new Date());
  const ask = async (who: { token: string }, query: string, variables = {}) => {
    const { data, errors } = await graphql(url, query, { token: who.token, variables });
    expect(errors).toEqual([]);
    return Object(Object.values(data ?? {})[0]);
  };

  const input = { asset: 'usdc', amount: '25000000', idempotencyKey: 'one' };
  const deposit = await ask(person, CREATE, { input });
  expect(deposit).toMatchObject({ status: 'WAITING', address: expect.stringMatching(/^0x/) });
  expect(await ask(person, CREATE, { input })).toEqual(deposit);
  const live = await connectLive(url, { token: person.token });
  subscribe(live, WATCH, { id: deposit.id });
  const heard = async () => Object((await live.next()).payload).data.depositUpdated;
  expect(await heard()).toEqual({ status: 'WAITING', credited: '0' });
  const payment = provider.control.payments.find(({ orderId }) => orderId === deposit.id);
  provider.control.pay(payment?.id ?? '');
  // Whatever else it is told on the way: news of the same moment may come one by one.
  let news = await heard();
  while (news.status === 'WAITING') news = await heard();
  expect(news).toEqual({ status: 'COMPLETED', credited: '25000000' });
  await live.end();

  const withdrawal = await ask(person, REQUEST, {
    input: { asset: 'usdc', amount: '10000000', address: `0x${'a'.repeat(40)}`, idempotencyKey: 'two' },
  });
  expect(withdrawal).toMatchObject({ status: 'REQUESTED', fee: '500000', approvalsNeeded: 1 });
  expect(await ask(operator, QUEUE)).toEqual({
    nodes: [{ id: withdrawal.id, personId: person.person.id, approvals: 0, approvalsNeeded: 1 }],
  });
  const { id } = withdrawal;
  expect(await ask(operator, APPROVE, { id })).toEqual({ status: 'APPROVED', approvals: 1 });
  const until = (status: string) =>
    vi.waitFor(async () => expect((await ask(person, STATUS, { id })).status).toBe(status), {
      timeout: 20_000,
      interval: 100,
    });
  await until('SENT');
  const payout = provider.control.payouts.find(({ uniqueExternalId }) => uniqueExternalId === id);
  provider.control.setPayoutStatus(payout?.id ?? '', 'FINISHED');
  await until('COMPLETED');
  expect(await ask(person, BALANCES)).toMatchObject({
    balances: [{ currency: 'USDC', available: '14500000', locked: '0' }],
  });
});

test('what operators decide is theirs alone, and what is somebody’s is nobody else’s', async () => {
  const [one, other] = [await signIn(url), await signIn(url)];
  const input = { asset: 'usdc', amount: '25000000', idempotencyKey: 'one' };
  const { data } = await graphql(url, CREATE, { token: one.token, variables: { input } });
  const id = Object(data?.createDeposit).id;
  const refused = async (query: string, variables = {}) =>
    codeOf(await graphql(url, query, { token: other.token, variables }));
  expect(await refused('query ($id: ID!) { deposit(id: $id) { id } }', { id })).toBe('NOT_FOUND');
  expect(await refused(QUEUE)).toBe('FORBIDDEN');
  expect(await refused('{ depositReviews { nodes { id } } }')).toBe('FORBIDDEN');
  expect(await refused(APPROVE, { id: 'wd_x' })).toBe('FORBIDDEN');
});
