import type { NowPaymentsSimulator } from '@charmbills/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ManualClock } from '../../platform/clock.ts';
import { type NewNowPayout, type NowPayments, unitsOf } from './index.ts';
import { failure, type ProviderForTests, startProvider } from './testing.ts';

const withdrawal: NewNowPayout = {
  externalId: 'wd_1',
  address: '0x1EBAeF7Bee7B3a7B2EEfC72e86593Bf15ED37522',
  currency: 'usdc',
  units: 12_500_000n,
};

let clock: ManualClock;
let provider: NowPaymentsSimulator;
let connect: ProviderForTests['connect'];
let client: NowPayments;

beforeEach(async () => {
  ({ clock, provider, connect } = await startProvider());
  client = connect();
});
afterEach(() => provider.close());

test('a payout is asked for, verified and followed to its end', async () => {
  const created = await client.createPayout(withdrawal);
  expect(created).toMatchObject({ externalId: 'wd_1', outcome: 'pending', address: withdrawal.address });
  expect(unitsOf(created.amount)).toBe(withdrawal.units);
  await client.verifyPayout(created.batchId);
  expect(await client.payout(created.id)).toMatchObject({ status: 'processing', outcome: 'pending' });
  provider.control.setPayoutStatus(created.id, 'FINISHED');
  expect(await client.payout(created.id)).toMatchObject({
    outcome: 'paid',
    hash: expect.any(String),
    error: null,
  });
  const second = await client.createPayout({ ...withdrawal, externalId: 'wd_2' });
  provider.control.setPayoutStatus(second.id, 'FAILED', 'no route');
  expect(await client.payout(second.id)).toMatchObject({ outcome: 'failed', error: 'no route' });
});

test('the token is shared, and renewed when it has run out', async () => {
  await Promise.all([
    client.createPayout(withdrawal),
    client.createPayout({ ...withdrawal, externalId: 'wd_2' }),
  ]);
  clock.advanceBy(239_000);
  await client.createPayout(withdrawal);
  clock.advanceBy(62_000);
  await client.createPayout(withdrawal);
  provider.control.fault('POST /payout', { status: 401 });
  await client.createPayout(withdrawal);
  expect(provider.control.payouts).toHaveLength(5);
});

test('an answer that is lost leaves the outcome unknown, and the payout is found by our id', async () => {
  const since = clock.now();
  for (const [index, fault] of (['drop', 'garbage', { status: 500 }, { status: 408 }] as const).entries()) {
    const externalId = `wd_${index}`;
    provider.control.fault('POST /payout', fault, { afterEffect: true });
    expect(await failure(client.createPayout({ ...withdrawal, externalId }))).toBe(
      'NOWPAYMENTS_OUTCOME_UNKNOWN',
    );
    expect(await client.findPayout({ externalId, since })).toMatchObject({
      externalId,
      outcome: 'pending',
    });
  }
  provider.control.fault('POST /payout', 'drop');
  expect(await failure(client.createPayout(withdrawal))).toBe('NOWPAYMENTS_OUTCOME_UNKNOWN');
  expect(await client.findPayout({ externalId: 'wd_none', since })).toBeUndefined();
  expect(provider.control.payouts).toHaveLength(4);
});

test('it is found among hundreds', async () => {
  const since = clock.now();
  const first = await client.createPayout({ ...withdrawal, externalId: 'wd_first' });
  for (let index = 0; index < 210; index++) await client.createPayout(withdrawal);
  expect(await client.findPayout({ externalId: 'wd_first', since })).toEqual(first);
});

test('where nothing can have been done, that is what is said', async () => {
  await provider.close();
  expect(await failure(client.createPayout(withdrawal))).toBe('NOWPAYMENTS_UNAVAILABLE');
  ({ provider, connect } = await startProvider());
  client = connect();
  provider.control.fault('POST /payout', { status: 429 });
  expect(await failure(client.createPayout(withdrawal))).toBe('NOWPAYMENTS_UNAVAILABLE');
  expect(await failure(client.createPayout({ ...withdrawal, address: 'nowhere' }))).toBe(
    'NOWPAYMENTS_REFUSED',
  );
  expect(provider.control.payouts).toHaveLength(0);
});

test('an answer about another payout leaves the outcome unknown', async () => {
  const created = await client.createPayout(withdrawal);
  const body = (changes: object) => ({
    id: created.batchId,
    withdrawals: [
      {
        id: created.id,
        batch_withdrawal_id: created.batchId,
        address: withdrawal.address,
        currency: 'usdc',
        amount: '12.5',
        status: 'WAITING',
        unique_external_id: null,
        ...changes,
      },
    ],
  });
  provider.control.fault('POST /payout', { status: 200, body: body({}) });
  expect(await failure(client.createPayout(withdrawal))).toBe('answered');
  for (const changes of [
    { amount: '12.6' },
    { address: '0x00' },
    { currency: 'eth' },
    { unique_external_id: 'x' },
  ]) {
    provider.control.fault('POST /payout', { status: 200, body: body(changes) });
    expect(await failure(client.createPayout(withdrawal))).toBe('NOWPAYMENTS_OUTCOME_UNKNOWN');
  }
});

test('a wrong code is refused; without a secret a person brings it; late ones are rejected', async () => {
  const { batchId, id } = await client.createPayout(withdrawal);
  expect(await failure(client.verifyPayout(batchId, '000000'))).toBe('NOWPAYMENTS_REFUSED');
  const { email, password } = provider;
  expect(await failure(connect({ account: { email, password } }).verifyPayout(batchId))).toBe(
    'INVALID_INPUT',
  );
  provider.control.fault('POST /payout/:id/verify', 'drop', { afterEffect: true });
  expect(await failure(client.verifyPayout(batchId))).toBe('NOWPAYMENTS_OUTCOME_UNKNOWN');
  expect((await client.payout(id)).status).toBe('processing');
  const late = await client.createPayout(withdrawal);
  clock.advanceBy(3_600_001);
  expect(await client.payout(late.id)).toMatchObject({ status: 'rejected', outcome: 'failed' });
});

test('more than six decimals, an unknown currency and a missing account are refused before anything is sent', async () => {
  const satoshi = { ...withdrawal, currency: 'btc', address: 'bcrt1qqqqqqqqqqqq', units: 101n };
  expect(await failure(client.createPayout(satoshi))).toBe('INVALID_INPUT');
  expect(await failure(client.createPayout({ ...satoshi, units: 100n }))).toBe('answered');
  expect(await failure(client.createPayout({ ...withdrawal, currency: 'gold' }))).toBe('INVALID_INPUT');
  expect(await failure(client.createPayout({ ...withdrawal, units: 0n }))).toBe('INVALID_INPUT');
  expect(await failure(connect({ account: undefined }).createPayout(withdrawal))).toBe('NOWPAYMENTS_REFUSED');
});

test('addresses are checked before', async () => {
  expect(await client.isValidAddress(withdrawal)).toBe(true);
  expect(await client.isValidAddress({ ...withdrawal, address: 'nowhere' })).toBe(false);
});
