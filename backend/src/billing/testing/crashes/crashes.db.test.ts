import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger } from '../../../ledger/index.ts';
import { addIntervals } from '../../periods/index.ts';
import { createStory, type Story } from '../../testing/story.ts';
import { MONTHLY } from '../../testing.ts';
import { billingRound } from './billing-round.ts';
import { Crash, type Fault, faultyDatabase } from './faulty-database.ts';

const SUBSCRIBERS = 12;
const FAULTS = 200;
const KILLS = 24;
/** Of both tests; say another to find more. */
const SEED = 20_270_131;

let testDatabase: TestDatabase;
let story: Story;
let subscriptions: string[];
let months = 0;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  story = await createStory(testDatabase.url, { live: true });
  const { priceIds } = await story.plan('Reader', { amount: 1_000n, graceDays: 3 });
  subscriptions = [];
  for (let i = 0; i < SUBSCRIBERS; i++) {
    subscriptions.push((await story.subscriber(priceIds[0] ?? '')).subscriptionId);
  }
});
afterAll(async () => {
  await story.database.close();
  await testDatabase.drop();
});

/** A day before the next month ends. */
function nextMonth(): void {
  const { anchorAt } = begins;
  months++;
  story.clock.advanceTo(new Date(addIntervals(anchorAt, MONTHLY, months).getTime() - 86_400_000));
}
const begins = { anchorAt: new Date('2027-01-31T12:00:00Z') };

/** What a crash has left is done by whoever comes next, as soon as the dead have let go of it. */
async function finishMonth(): Promise<void> {
  const { services, database, merchant, clock } = story;
  const unfinished = async () =>
    (await database.client.invoice.count({ where: { kind: 'renewal', status: 'open' } })) +
    (await database.client.subscription.count({ where: { renewsAt: { lte: clock.now() } } }));
  const deadline = performance.now() + 20_000;
  do {
    await billingRound(services, merchant.merchantId);
    if (performance.now() > deadline) throw new Error('a month is not finished');
  } while ((await unfinished()) > 0);
}

/** All that must be true when a month is finished. */
async function checkBooks(): Promise<void> {
  const { client } = story.database;
  const invoices = await client.invoice.findMany({ orderBy: { number: 'asc' } });
  expect(invoices.map(({ number }) => number)).toEqual(invoices.map((_, index) => index + 1));

  const renewals = invoices.filter(({ kind, status }) => kind === 'renewal' && status !== 'void');
  const periods = Array.from({ length: months }, (_, i) => addIntervals(begins.anchorAt, MONTHLY, i + 1));
  for (const id of subscriptions) {
    const own = renewals.filter(({ subscriptionId }) => subscriptionId === id);
    expect(own.map(({ periodStart }) => periodStart)).toEqual(periods);
    expect(own.every(({ status }) => status === 'paid')).toBe(true);
    const paidThrough = addIntervals(begins.anchorAt, MONTHLY, months + 1);
    expect(await client.subscription.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: 'active',
      paidPeriods: months + 1,
      paidThrough,
    });
  }

  const payments = await client.payment.findMany();
  expect(new Set(payments.map(({ status }) => status))).toEqual(new Set(['settled']));
  const sumOf = (values: readonly { toFixed(): string }[]) =>
    values.reduce((sum, value) => sum + BigInt(value.toFixed()), 0n);
  for (const invoice of renewals) {
    const paid = sumOf(
      payments.filter(({ invoiceId }) => invoiceId === invoice.id).map(({ amount }) => amount),
    );
    const charged = paid + sumOf([invoice.credit]) - sumOf([invoice.overpaid]);
    expect(charged).toBe(sumOf([invoice.total]));
  }

  const accounts = await client.ledgerAccount.findMany();
  const balance = (kind: string) =>
    sumOf(accounts.filter((account) => account.kind === kind).map((account) => account.balance));
  const settled = sumOf(payments.map(({ amount }) => amount));
  expect(-balance('outside.charms')).toBe(settled);
  expect(balance('credit')).toBe(
    sumOf(invoices.map((i) => i.overpaid)) - sumOf(invoices.map((i) => i.credit)),
  );
  expect(balance('revenue')).toBe(settled - balance('credit'));
  expect((await checkLedger(story.database)).failed).toBeNull();
}

/** Random values that a seed determines. */
function randomOf<T>(arbitrary: fc.Arbitrary<T>, seed: number): () => T {
  const values = fc.sample(arbitrary, { seed, numRuns: 1_000 });
  let next = 0;
  return () => {
    const value = values[next++ % values.length];
    if (value === undefined) throw new Error('no value');
    return value;
  };
}

test('a fault before or after any statement, of two workers at once: each period is charged once', async () => {
  const nextFault = randomOf(
    fc.record({
      statement: fc.integer({ min: 1, max: 60 }),
      when: fc.constantFrom<Fault['when']>('before', 'after', 'after commit'),
    }),
    SEED,
  );
  const { services, merchant } = story;
  const attempt = async () => {
    const database = faultyDatabase(services.database, nextFault());
    try {
      await billingRound({ ...services, database }, merchant.merchantId);
      return 0;
    } catch (error) {
      if (error instanceof Crash) return 1;
      throw error;
    }
  };
  let crashes = 0;
  while (crashes < FAULTS) {
    nextMonth();
    for (;;) {
      const crashed = await Promise.all([attempt(), attempt()]);
      const count = crashed.reduce<number>((sum, each) => sum + each, 0);
      crashes += count;
      if (count === 0) break;
    }
    await finishMonth();
    await checkBooks();
  }
  process.stdout.write(`${crashes} faults over ${months} months, seed ${SEED}\n`);
}, 120_000);

test('processes killed at random moments, two at once: each period is charged once', async () => {
  const file = fileURLToPath(new URL('worker-process.ts', import.meta.url));
  const nextDelay = randomOf(fc.integer({ min: 0, max: 600 }), SEED);
  const start = async () => {
    const child = fork(file, [testDatabase.url], {
      execArgv: ['--import', 'tsx', '--conditions=source'],
      stdio: 'ignore',
    });
    await once(child, 'message');
    return child;
  };
  let kills = 0;
  let finished = 0;
  let halfDone = 0;
  while (kills < KILLS) {
    nextMonth();
    const children = await Promise.all([start(), start()]);
    const order = {
      merchantId: story.merchant.merchantId,
      now: story.clock.now().toISOString(),
    };
    await Promise.all(
      children.map(async (child) => {
        const exited = once(child, 'exit');
        child.send(order);
        const done = once(child, 'message').then(() => 'done');
        done.catch(() => undefined);
        const first = await Promise.race([done, pause(nextDelay(), 'killed')]);
        if (first === 'done') finished++;
        kills++;
        child.kill('SIGKILL');
        await exited;
      }),
    );
    const unpaid = await story.database.client.invoice.count({ where: { kind: 'renewal', status: 'open' } });
    if (unpaid > 0) halfDone++;
    await finishMonth();
    await checkBooks();
  }
  process.stdout.write(
    `${kills} processes killed, ${finished} of them when done, ${halfDone} months half done, seed ${SEED}\n`,
  );
  expect(halfDone).toBeGreaterThan(1);
}, 180_000);
