import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { upsertLimit } from '../../compliance/limits/limits.repository.ts';
import type { OperatorScope, PersonScope } from '../../identity/index.ts';
import { useTestWallet } from '../testing.ts';
import { utcDay } from '../utc-day.ts';
import { accrueInterest } from './accrue-interest.ts';
import { FRACTIONS } from './interest.ts';
import { moveSavings } from './move-savings.ts';
import { ratePpmOn } from './savings-rate.ts';
import { listSavingsRates } from './savings-rates.repository.ts';
import { setSavingsRate } from './set-savings-rate.ts';
import { showSavings } from './show-savings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const wallet = useTestWallet();

let operator: OperatorScope;
let person: PersonScope;
beforeEach(async () => {
  operator ??= await wallet.newOperator();
  person = await wallet.newPerson();
});

const move = (
  direction: 'deposit' | 'withdraw',
  amount: bigint,
  { currency = 'USDC', key = String(randomUUID()), by = person } = {},
) => moveSavings(wallet.services, by, { direction, currency, amount, idempotencyKey: key });

/** To so many hours after the beginning of the next UTC day. */
const nextDay = (hours = 1) =>
  wallet.clock.advanceTo(new Date(utcDay(wallet.clock.now(), 1).getTime() + hours * HOUR_MS));

async function publish(ratePpm: number, currency = 'USDC') {
  await setSavingsRate(wallet.services, operator, {
    currency,
    ratePpm,
    fromDay: utcDay(wallet.clock.now(), 1),
  });
}

async function accrualsOf({ personId }: PersonScope) {
  const { rows } = await wallet.services.database.pool.query<{
    paid: string;
    remainder: string;
    days: number;
  }>(
    `SELECT s.paid, s.remainder::text, s.accrued_through - (a.created_at AT TIME ZONE 'UTC')::date + 1 AS days
     FROM savings_accruals s JOIN ledger_accounts a ON a.id = s.account_id WHERE a.owner_id = $1`,
    [personId],
  );
  return rows[0];
}

test('money goes into savings and back at once; what is not there does not', async () => {
  await wallet.fund(person, 'USDC', 1_000n);
  await move('deposit', 800n);
  await move('withdraw', 300n);
  expect(await wallet.balance(person, 'USDC')).toEqual([500n, 0n]);
  expect(await wallet.balance(person, 'USDC', 'savings')).toEqual([500n, 0n]);
  await expect(move('deposit', 501n)).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
  await expect(move('withdraw', 501n)).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
  await expect(move('deposit', 0n)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(move('deposit', 1n, { currency: 'XXX' })).rejects.toMatchObject({ code: 'CURRENCY_UNKNOWN' });
});

test('asked ten times at once it moves once, and leaves one entry in the audit log and one event', async () => {
  const { client } = wallet.services.database;
  await wallet.fund(person, 'USDC', 1_000n);
  const moves = await Promise.all(Array.from({ length: 10 }, () => move('deposit', 100n, { key: 'once' })));
  const [id = ''] = new Set(moves.map((each) => each.id));
  expect(new Set(moves.map((each) => each.id)).size).toBe(1);
  expect(await wallet.balance(person, 'USDC', 'savings')).toEqual([100n, 0n]);
  await expect(move('deposit', 101n, { key: 'once' })).rejects.toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
  await expect(move('withdraw', 100n, { key: 'once' })).rejects.toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
  expect(await client.auditEntry.findMany({ where: { subjectId: id } })).toMatchObject([
    { action: 'savings.deposited', actorId: person.personId },
  ]);
  const events = await client.event.findMany({
    where: { personId: person.personId },
    orderBy: { id: 'asc' },
  });
  expect(events.map(({ type }) => type)).toEqual(['savings.deposited', 'wallet.updated']);
});

test('moves count towards the limit of savings', async () => {
  await upsertLimit(wallet.services.database.client, {
    operation: 'savings',
    currency: 'PYUSD',
    perOnce: null,
    perDay: 100n,
  });
  await wallet.fund(person, 'PYUSD', 1_000n);
  await move('deposit', 60n, { currency: 'PYUSD' });
  await expect(move('deposit', 60n, { currency: 'PYUSD' })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  expect(await wallet.balance(person, 'PYUSD', 'savings')).toEqual([60n, 0n]);
});

test('a rate is set for days to come alone, by operators, with an entry in the audit log', async () => {
  const set = (fromDay: Date, ratePpm = 1, currency = 'ETH') =>
    setSavingsRate(wallet.services, operator, { currency, fromDay, ratePpm });
  const now = wallet.clock.now();
  await expect(set(now)).rejects.toMatchObject({ code: 'INVALID_INPUT', facts: { field: 'fromDay' } });
  await expect(set(utcDay(now, -1))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(set(utcDay(now, 1), -1)).rejects.toMatchObject({ facts: { field: 'ratePpm' } });
  await expect(set(utcDay(now, 1), 1_000_001)).rejects.toMatchObject({ facts: { field: 'ratePpm' } });
  await expect(set(utcDay(now, 1), 1, 'XXX')).rejects.toMatchObject({ code: 'CURRENCY_UNKNOWN' });
  await set(utcDay(now, 2), 20_000);
  await set(utcDay(now, 2), 30_000);
  await set(utcDay(now, 9), 0);
  const rates = await listSavingsRates(wallet.services.database.client);
  const on = (days: number) => ratePpmOn(rates, 'ETH', utcDay(now, days));
  expect([on(1), on(2), on(8), on(9), on(99)]).toEqual([0, 30_000, 30_000, 0, 0]);
  const noted = await wallet.services.database.client.auditEntry.findMany({ where: { subjectId: 'ETH' } });
  expect(noted).toHaveLength(3);
});

test('a day earns on the least that was there on it, once it is over, and the interest earns from then on', async () => {
  await publish(365_000); // a thousandth a day
  nextDay();
  await wallet.fund(person, 'USDC', 5_000_000n);
  await move('deposit', 1_000_000n); // this day began with nothing
  nextDay();
  await move('withdraw', 400_000n);
  await move('deposit', 900_000n); // this one had 600,000 at least
  await accrueInterest(wallet.services);
  expect(await wallet.balance(person, 'USDC', 'savings')).toEqual([1_500_000n, 0n]);
  nextDay(0.1);
  await accrueInterest(wallet.services); // six minutes after midnight the day has not settled
  expect(await wallet.balance(person, 'USDC', 'savings')).toEqual([1_500_000n, 0n]);
  wallet.clock.advanceBy(HOUR_MS);
  await accrueInterest(wallet.services);
  expect(await wallet.balance(person, 'USDC', 'savings')).toEqual([1_500_600n, 0n]);
  nextDay();
  await Promise.all([1, 2, 3].map(() => accrueInterest(wallet.services)));
  expect(await wallet.balance(person, 'USDC', 'savings')).toEqual([1_502_100n, 0n]);
  const accrual = await accrualsOf(person);
  expect(accrual).toMatchObject({ paid: '2100', remainder: (600n * 365_000n).toString() });
  expect(await showSavings(wallet.services, person)).toMatchObject([
    { currency: 'USDC', balance: 1_502_100n, earned: 2_100n, ratePpm: 365_000 },
  ]);
});

test('days that were missed are caught up in order, as if they had been counted in time', async () => {
  const other = await wallet.newPerson();
  await wallet.fund(person, 'USDC', 10n ** 12n, 'savings');
  await wallet.fund(other, 'USDC', 10n ** 12n);
  const late = await wallet.newPerson();
  await wallet.fund(late, 'EURC', 10n ** 12n);
  await publish(123_457, 'EURC');
  await publish(123_457, 'USDC');
  // The same moves in two currencies: one is counted every day, the other after three weeks.
  const moves = [5n, -3n, 7n, 0n, -9n, 11n, 0n, 0n, -10n, 4n];
  for (let day = 0; day < 21; day++) {
    nextDay();
    const amount = (moves[day % moves.length] ?? 0n) * 10n ** 9n;
    for (const [by, currency] of [
      [other, 'USDC'],
      [late, 'EURC'],
    ] as const) {
      if (amount > 0n) await move('deposit', amount, { by, currency });
      if (amount < 0n && day > 0) await move('withdraw', -amount, { by, currency });
    }
    if (day < 20) {
      // Only the account in USDC: the other's currency has not been enrolled.
      await wallet.services.database.pool.query(
        `INSERT INTO savings_accruals (account_id, accrued_through)
         SELECT id, '2999-01-01' FROM ledger_accounts WHERE owner_id = $1 AND kind = 'savings' ON CONFLICT DO NOTHING`,
        [late.personId],
      );
      await accrueInterest(wallet.services);
    }
  }
  await wallet.services.database.pool.query(
    `UPDATE savings_accruals s SET accrued_through = (a.created_at AT TIME ZONE 'UTC')::date - 1
     FROM ledger_accounts a WHERE a.id = s.account_id AND a.owner_id = $1`,
    [late.personId],
  );
  await accrueInterest(wallet.services, { batch: 1 });
  expect(await wallet.balance(late, 'EURC', 'savings')).toEqual(
    await wallet.balance(other, 'USDC', 'savings'),
  );
  const [inTime, after] = [await accrualsOf(other), await accrualsOf(late)];
  expect(after).toEqual(inTime);
  expect(BigInt(after?.paid ?? 0)).toBeGreaterThan(0n);
});

test('over months of random moves and rates the paid and the carried are the exact sum of what each day earned', async () => {
  const currency = 'ETH';
  await wallet.fund(person, currency, 10n ** 24n);
  let random = 7;
  const next = (below: number) => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    return random % below;
  };
  // The reference: balances and lowest balances worked out apart, as plain sums.
  let [balance, exact, paid, ratePpm, announced] = [0n, 0n, 0n, 0, 0];
  for (let day = 0; day < 120; day++) {
    if (day % 17 === 0) {
      announced = next(200_000);
      await publish(announced, currency);
    }
    nextDay(1);
    // What the day before earned is there from the beginning of this one, though it is credited later.
    const earnedBefore = exact / FRACTIONS - paid;
    balance += earnedBefore;
    paid += earnedBefore;
    ratePpm = announced;
    let lowest = balance;
    for (let moves = next(3); moves > 0; moves--) {
      const amount = BigInt(1 + next(1_000_000)) * 10n ** 13n;
      const withdraw = next(2) === 1 && amount < balance - earnedBefore;
      await move(withdraw ? 'withdraw' : 'deposit', amount, { currency });
      balance += withdraw ? -amount : amount;
      if (balance < lowest) lowest = balance;
      wallet.clock.advanceBy(HOUR_MS);
    }
    exact += day === 0 ? 0n : lowest * BigInt(ratePpm);
    if (next(4) > 0) await accrueInterest(wallet.services, { batch: 1 + next(3) });
  }
  wallet.clock.advanceBy(DAY_MS);
  await accrueInterest(wallet.services);
  const accrual = await accrualsOf(person);
  expect(BigInt(accrual?.paid ?? 0) * FRACTIONS + BigInt(accrual?.remainder ?? 0)).toBe(exact);
  expect((await wallet.balance(person, currency, 'savings'))[0]).toBe(balance + exact / FRACTIONS - paid);
});

test('a worker that is killed after some accounts leaves the others to the next, and none twice', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => wallet.newPerson()));
  await publish(365_000, 'USDT');
  for (const each of people) await wallet.fund(each, 'USDT', 1_000_000n, 'savings');
  nextDay();
  nextDay();
  nextDay();
  const stopping = new AbortController();
  const first = accrueInterest(wallet.services, { batch: 4, signal: stopping.signal });
  stopping.abort();
  await first;
  await Promise.all([
    accrueInterest(wallet.services, { batch: 2 }),
    accrueInterest(wallet.services, { batch: 3 }),
    accrueInterest(wallet.services, { batch: 1 }),
  ]);
  await accrueInterest(wallet.services);
  for (const each of people) {
    // Two whole days at a thousandth; the day it came had none at its beginning.
    expect(await wallet.balance(each, 'USDT', 'savings')).toEqual([1_002_001n, 0n]);
  }
  expect(await wallet.platformBalance('interest', 'USDT')).toBe(-6n * 2_001n);
});
