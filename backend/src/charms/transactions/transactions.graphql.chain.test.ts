import 'reflect-metadata';
import { execute, type GraphQLSchema, parse, subscribe } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../api/context.ts';
import type { PersonScope } from '../../identity/index.ts';
import { createTestMerchant } from '../../identity/testing.ts';
import { createLiveEvents, dispatchEvents, type LiveEvents } from '../../platform/events/index.ts';
import { silentLogger } from '../../platform/logging/index.ts';
import { charmsResolvers } from '../index.ts';
import type { CharmsServices } from '../ports.ts';
import {
  CharmsFixture,
  type MintedPlan,
  PRICE_SATS,
  PROVER_FEE_SATS,
  type Somebody,
} from '../testing/charms-fixture.ts';

let fixture: CharmsFixture;
let schema: GraphQLSchema;
let liveEvents: LiveEvents;
let owner: Somebody;
let plan: MintedPlan;
const statements: string[] = [];
beforeAll(async () => {
  fixture = await CharmsFixture.start({ onQuery: (sql) => statements.push(sql) });
  liveEvents = createLiveEvents(fixture.testDatabase.url, silentLogger);
  await liveEvents.start();
  const unused = () => {
    throw new Error('not used');
  };
  schema = buildSchemaSync({
    resolvers: charmsResolvers,
    validate: false,
    pubSub: { publish: unused, subscribe: unused },
  });
  owner = await fixture.somebody();
  const now = fixture.clock.now();
  const { merchantId } = await fixture.database.transaction((tx) =>
    createTestMerchant(tx, owner.scope, { role: 'viewer', now }),
  );
  plan = await fixture.plan(owner, merchantId);
});
afterAll(async () => {
  await liveEvents.stop();
  await fixture.stop();
});

function contextOf(person: PersonScope | null) {
  const services = { ...fixture.services, liveEvents } as unknown as CharmsServices;
  const signedIn = person ? { caller: person, expiresAt: new Date('2100-01-01T00:00:00Z') } : undefined;
  return createContext(services, { signedIn, requestId: 'r', logger: silentLogger, ip: '127.0.0.1' });
}

async function ask(person: Somebody | null, document: string, variableValues: Record<string, unknown> = {}) {
  const contextValue = contextOf(person?.scope ?? null);
  const answer = await execute({ schema, document: parse(document), variableValues, contextValue });
  const [error] = answer.errors ?? [];
  if (error) throw error.originalError ?? error;
  return JSON.parse(JSON.stringify(answer.data));
}

const VIEW = `{ id kind status step txid confirmations amountSats feeSats proverFeeSats psbt failure merchantId planId
  error { code message } outputs { role amountSats address } signBefore
  confirmationsNeeded periods planNft }`;
const TRANSACTION = `query ($id: ID!) { transaction(id: $id) ${VIEW} }`;

async function proved(): Promise<{ subscriber: Somebody; id: string }> {
  const subscriber = await fixture.somebody();
  const id = await fixture.wishSubscription(subscriber, plan);
  await fixture.prove(id);
  return { subscriber, id };
}

test('the signer sees what there is to sign, output by output, and signs it', async () => {
  const { subscriber, id } = await proved();
  const { transaction } = await ask(subscriber, TRANSACTION, { id });
  const { address } = subscriber.signer;
  expect(transaction).toMatchObject({
    kind: 'SUBSCRIPTION_MINT',
    status: 'PENDING',
    step: 'AWAITING_SIGNATURE',
    confirmations: 0,
    confirmationsNeeded: 1,
    periods: 1,
    planNft: expect.stringMatching(/^[0-9a-f]{64}:\d+$/),
    amountSats: String(PRICE_SATS),
    proverFeeSats: String(PROVER_FEE_SATS),
    merchantId: plan.merchantId,
    planId: plan.planId,
    failure: null,
    error: null,
    outputs: [
      { role: 'PAYMENT', amountSats: String(PRICE_SATS), address: plan.payout.address },
      { role: 'TOKEN', amountSats: '1000', address },
      { role: 'PROVER_FEE', amountSats: String(PROVER_FEE_SATS) },
      { role: 'SPELL', amountSats: '0', address: null },
      { role: 'CHANGE', address },
    ],
  });
  const paid = transaction.outputs.reduce(
    (sum: bigint, output: { amountSats: string }) => sum + BigInt(output.amountSats),
    0n,
  );
  expect(paid + BigInt(transaction.feeSats)).toBe(200_000n);

  const submit = `mutation ($transactionId: ID!, $psbt: String!) {
    submitSignedTransaction(transactionId: $transactionId, psbt: $psbt) ${VIEW} }`;
  const psbt = subscriber.signer.sign(transaction.psbt);
  const submitted = await ask(subscriber, submit, { transactionId: id, psbt });
  expect(submitted.submitSignedTransaction).toMatchObject({
    step: 'BROADCAST',
    psbt: null,
    signBefore: null,
  });
  await fixture.confirm();
  const settled = await ask(subscriber, TRANSACTION, { id });
  expect(settled.transaction).toMatchObject({ step: 'SETTLED', confirmations: 1, status: 'CONFIRMED' });
  await fixture.confirm();
  expect((await ask(subscriber, TRANSACTION, { id })).transaction.confirmations).toBe(2);
});

test('members of the merchant see it without the PSBT, strangers and nobody see nothing', async () => {
  const { id } = await proved();
  const seen = (await ask(owner, TRANSACTION, { id })).transaction;
  expect(seen).toMatchObject({ step: 'AWAITING_SIGNATURE', psbt: null });
  expect(seen.outputs).toHaveLength(5);
  const stranger = await fixture.somebody([]);
  await expect(ask(stranger, TRANSACTION, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(ask(null, TRANSACTION, { id })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  const cancel = `mutation ($id: ID!) { cancelTransaction(transactionId: $id) { step } }`;
  await expect(ask(owner, cancel, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('its signer calls it off', async () => {
  const { subscriber, id } = await proved();
  const cancel = `mutation ($id: ID!) { cancelTransaction(transactionId: $id) { step failure } }`;
  expect(await ask(subscriber, cancel, { id })).toEqual({
    cancelTransaction: { step: 'EXPIRED', failure: 'EXPIRED' },
  });
});

test('what failed says why', async () => {
  const poor = await fixture.somebody([10_000n]);
  const id = await fixture.wishSubscription(poor, plan);
  await fixture.prove(id);
  const { transaction } = await ask(poor, TRANSACTION, { id });
  expect(transaction).toMatchObject({
    step: 'FAILED',
    failure: 'UNBUILDABLE',
    error: { code: 'FUNDS_INSUFFICIENT' },
    outputs: [],
  });
});

test('a merchant’s transactions come newest first, filtered, page by page, in a fixed number of statements', async () => {
  const other = await fixture.plan();
  const mine = [];
  for (let i = 0; i < 3; i++) mine.unshift((await proved()).id);
  const LIST = `query ($first: Int!, $after: String, $kind: TransactionKind, $status: TransactionStatus, $planId: ID, $subscriptionId: ID) {
    transactions(merchantId: "${plan.merchantId}", first: $first, after: $after, kind: $kind, status: $status,
      planId: $planId, subscriptionId: $subscriptionId) {
      nodes { id step outputs { role } } pageInfo { hasNextPage endCursor } } }`;
  const ids = async (variables: Record<string, unknown>) =>
    (await ask(owner, LIST, { first: 50, ...variables })).transactions.nodes.map(
      ({ id }: { id: string }) => id,
    );

  const first = (await ask(owner, LIST, { first: 2 })).transactions;
  expect(first.nodes.map(({ id }: { id: string }) => id)).toEqual(mine.slice(0, 2));
  const next = await ids({ first: 1, after: first.pageInfo.endCursor });
  expect(next).toEqual(mine.slice(2));
  expect(await ids({ kind: 'PLAN_MINT' })).toEqual([plan.transactionId]);
  expect(await ids({ status: 'CONFIRMED' })).toContain(plan.transactionId);
  expect(await ids({ status: 'CONFIRMED' })).not.toContain(mine[0]);
  expect(await ids({ planId: other.planId })).toEqual([]);
  const { subscriptionId } = await fixture.transaction(mine[1] ?? '');
  expect(await ids({ subscriptionId })).toEqual([mine[1]]);
  const stranger = await fixture.somebody([]);
  await expect(ask(stranger, LIST, { first: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });

  const statementsOf = async (count: number) => {
    statements.length = 0;
    await ask(owner, LIST, { first: count });
    return statements.length;
  };
  expect(await statementsOf(3)).toBe(await statementsOf(1));
});

test('every step reaches whoever watches, and strangers cannot watch', async () => {
  const WATCH = parse('subscription ($id: ID!) { transactionUpdated(id: $id) { step confirmations } }');
  const subscriber = await fixture.somebody();
  const id = await fixture.wishSubscription(subscriber, plan);
  const watch = (person: Somebody) =>
    subscribe({ schema, document: WATCH, variableValues: { id }, contextValue: contextOf(person.scope) });
  const refused = await watch(await fixture.somebody([]));
  expect(refused).toMatchObject({ errors: [{ originalError: { code: 'NOT_FOUND' } }] });

  const stream = await watch(subscriber);
  if (!(Symbol.asyncIterator in stream)) throw new Error('no stream');
  const steps: string[] = [];
  const next = async () => {
    const { value } = await stream.next();
    steps.push(JSON.parse(JSON.stringify(value)).data.transactionUpdated.step);
  };
  /** Tells of what happened since, and hears of it. */
  const hear = async () => {
    await dispatchEvents(fixture.database, fixture.clock.now());
    await next();
  };
  await dispatchEvents(fixture.database, fixture.clock.now());
  await next();
  fixture.prover.control.failNext(1);
  await expect(fixture.prove(id)).rejects.toMatchObject({ code: 'PROVER_UNAVAILABLE' });
  await hear();
  await fixture.prove(id);
  await hear();
  await fixture.submit(subscriber, id);
  await hear();
  await fixture.confirm();
  await hear();
  expect(steps).toEqual(['QUEUED', 'PROVING', 'AWAITING_SIGNATURE', 'BROADCAST', 'SETTLED']);
  await stream.return?.(undefined);
});
