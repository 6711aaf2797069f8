import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonScope } from '../../identity/index.ts';
import { checkLedger } from '../../ledger/index.ts';
import { reportPayments } from '../payments/report-payments.ts';
import type { Interval } from '../periods/index.ts';
import { activatePlan } from '../plans/activate-plan.ts';
import { createPlan } from '../plans/create-plan.ts';
import { invoiceRenewals } from '../renewals/invoice-renewals.ts';
import { cancelSubscription } from '../subscriptions/cancel-subscription.ts';
import { lapseSubscriptions } from '../subscriptions/lapse-subscriptions.ts';
import { pauseSubscription, resumeSubscription } from '../subscriptions/pause-subscription.ts';
import { renewSubscription } from '../subscriptions/renew-subscription.ts';
import { startSubscription } from '../subscriptions/start-subscription.ts';
import { subscribe } from '../subscriptions/subscribe.ts';
import { createTestBilling, mintReport, type TestBilling } from '../testing.ts';
import { foldReports } from './fold-reports.ts';
import { readOutstanding, readUncollectible } from './receivables.repository.ts';
import { readRevenue } from './revenue.repository.ts';
import { showRecurring } from './show-recurring.ts';

const DAY_MS = 86_400_000;
const ALL = { from: new Date('2027-01-01T00:00:00Z'), to: new Date('2036-12-31T00:00:00Z') };
const INTERVALS = {
  weekly: { unit: 'week', count: 1 },
  monthly: { unit: 'month', count: 1 },
  yearly: { unit: 'year', count: 1 },
} as const satisfies Record<string, Interval>;
/** What a month of 25 000 satoshi an interval comes to, in 1/84 of a satoshi. */
const PER_MONTH_84 = { week: 25_000n * 365n, month: 25_000n * 84n, year: 25_000n * 7n } as const;

let testDatabase: TestDatabase;
let billing: TestBilling;
let plans: { readonly planId: string; readonly unit: keyof typeof PER_MONTH_84 }[];
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  plans = [];
  for (const interval of Object.values(INTERVALS)) {
    plans.push({ planId: await billing.newActivePlan({ interval }), unit: interval.unit });
  }
});
afterAll(async () => {
  await billing.database.close();
  await testDatabase.drop();
});

/** The plan that is sold by this interval. */
function planOf(unit: keyof typeof PER_MONTH_84): string {
  return plans.find((plan) => plan.unit === unit)?.planId ?? '';
}

async function settle(
  transactionId: string,
  { amount = 25_000n, news = 'settled' }: { amount?: bigint; news?: 'settled' | 'unconfirmed' } = {},
) {
  const { database, clock, merchant, charms } = billing;
  const confirmedAt = news === 'settled' ? clock.now() : null;
  const report = mintReport(merchant.merchantId, transactionId, { amount, confirmedAt });
  await database.transaction((tx) => reportPayments(tx, clock.now(), news, [report]));
  charms.stages.set(transactionId, 'sent');
}

async function subscribed(person: PersonScope, planId: string, amount = 25_000n) {
  const { subscriptionId, transactionId } = await subscribe(billing.services, person, planId);
  await settle(transactionId, { amount });
  return { person, subscriptionId, transactionId };
}

/** Whole days: from the one of `from` to the one of now. */
function since(from: Date) {
  const dayOf = (at: Date) => new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);
  return { from: dayOf(from), to: new Date(dayOf(billing.clock.now()).getTime() + DAY_MS) };
}

const recurring = (period = ALL) => showRecurring(billing.database.client, billing.merchant, period);

/** Moves to the next day, and answers with what the movements are from there on. */
function nextDay() {
  billing.clock.advanceBy(DAY_MS);
  const from = billing.clock.now();
  return async () => {
    const { movements, customers, lost } = await recurring(since(from));
    const { opening: _, mrr: __, arr: ___, ...moved } = movements[0] ?? { opening: 0n, mrr: 0n, arr: 0n };
    return { moved, customers, lost };
  };
}

test('a customer is new, expands with another plan, contracts, is lost, and is reactivated', async () => {
  const person = await billing.newPerson();
  let seen = nextDay();
  const first = await subscribed(person, planOf('month'));
  expect(await seen()).toMatchObject({ moved: { new: 25_000n }, customers: { gained: 1, lost: 0 } });

  seen = nextDay();
  const second = await subscribed(person, planOf('year'));
  // 25 000 a year are 2 083⅓ a month.
  expect(await seen()).toMatchObject({ moved: { new: 0n, expansion: 2_083n }, customers: { gained: 0 } });

  seen = nextDay();
  await cancelSubscription(billing.services, person, first.subscriptionId);
  expect(await seen()).toMatchObject({
    moved: { contraction: -25_000n, churned: 0n },
    customers: { lost: 0 },
    lost: [],
  });

  seen = nextDay();
  await pauseSubscription(billing.services, person, second.subscriptionId);
  expect(await seen()).toMatchObject({
    moved: { churned: -2_083n, grossChurnPpm: expect.any(Number) },
    customers: { lost: 1 },
    lost: [{ cause: 'paused', subscriptions: 1, mrr: 2_083n }],
  });

  seen = nextDay();
  await resumeSubscription(billing.services, person, second.subscriptionId);
  expect(await seen()).toMatchObject({ moved: { reactivated: 2_083n, new: 0n }, customers: { gained: 1 } });

  seen = nextDay();
  await cancelSubscription(billing.services, person, second.subscriptionId);
  expect(await seen()).toMatchObject({ lost: [{ cause: 'canceled' }], customers: { closing: 0 } });
});

test('what the chain takes back is taken from what it was, and no churn', async () => {
  const person = await billing.newPerson();
  let seen = nextDay();
  const { transactionId, subscriptionId } = await subscribed(person, planOf('month'));
  await settle(transactionId, { news: 'unconfirmed' });
  expect(await seen()).toMatchObject({ moved: { new: 0n, churned: 0n }, customers: { gained: 0, lost: 0 } });
  seen = nextDay();
  await settle(transactionId);
  expect(await seen()).toMatchObject({ moved: { new: 25_000n, reactivated: 0n } });
  await cancelSubscription(billing.services, person, subscriptionId);
});

test('a day is 12/365 of a month, a year 12, and a year is shown from what was not rounded', async () => {
  const { opening } = (await recurring(since(billing.clock.now()))).movements[0] ?? { opening: 0n };
  expect(opening).toBe(0n);
  const person = await billing.newPerson();
  const weekly = await subscribed(person, planOf('week'));
  // 25 000 × 365/84 = 108 630.95…, and 25 000 × 365/7 a year.
  expect((await recurring()).movements).toMatchObject([{ mrr: 108_631n, arr: 1_303_571n }]);
  await cancelSubscription(billing.services, person, weekly.subscriptionId);
  const yearly = await subscribed(person, planOf('year'));
  expect((await recurring()).movements).toMatchObject([{ mrr: 2_083n, arr: 25_000n }]);
  await cancelSubscription(billing.services, person, yearly.subscriptionId);
});

test('a trial counts as nothing until it is paid, and one that never is counts as nothing at all', async () => {
  const { services, owner, merchant, clock, database } = billing;
  const { planId } = await createPlan(services, owner, merchant, {
    name: 'Tried',
    prices: [{ amount: 1_000n, currency: 'USD', interval: INTERVALS.monthly, trialDays: 7, onChain: false }],
  });
  await activatePlan(services, merchant, planId);
  const { id: priceId } = await database.client.price.findFirstOrThrow({ where: { planId } });
  const people = [await billing.newPerson(), await billing.newPerson()];
  billing.clock.advanceBy(DAY_MS);
  const from = clock.now();
  for (const person of people) await startSubscription(services, person, { priceId });
  expect(await recurring(since(from))).toMatchObject({ trialsStarted: 2, trialsConverted: 0 });
  clock.advanceBy(6 * DAY_MS);
  await invoiceRenewals(services);
  const [person] = people;
  const { id: customerId } = await database.client.customer.findFirstOrThrow({
    where: { address: person?.address ?? '' },
  });
  const invoice = await database.client.invoice.findFirstOrThrow({ where: { customerId } });
  await database.client.invoice.update({ where: { id: invoice.id }, data: { dueAt: clock.now() } });
  clock.advanceBy(2 * DAY_MS);
  await lapseSubscriptions(services);
  const usd = async () =>
    (await recurring(since(from))).movements.find(({ currency }) => currency === 'USD') ?? { mrr: 0n };
  expect(await usd()).toMatchObject({ mrr: 0n });
  const outstanding = await readOutstanding(database.client, merchant, clock.now());
  expect(outstanding.filter(({ currency }) => currency === 'USD')).toEqual([
    { currency: 'USD', age: 'not_due', invoices: 1, amount: 1_000n },
    { currency: 'USD', age: 'days_1_30', invoices: 1, amount: 1_000n },
  ]);
  await database.client.invoice.updateMany({
    where: { merchantId: merchant.merchantId, currency: 'USD' },
    data: { status: 'uncollectible', closedAt: clock.now(), nextDunningAt: null },
  });
  expect(await readUncollectible(database.client, merchant, since(from))).toEqual([
    { currency: 'USD', invoices: 2, amount: 2_000n },
  ]);
});

/** Revenue accounts by currency, as the ledger has them. */
async function ledgerRevenue() {
  const accounts = await billing.database.client.ledgerAccount.findMany({
    where: { ownerKind: 'merchant', ownerId: billing.merchant.merchantId, kind: 'revenue' },
  });
  return new Map(accounts.map(({ currency, balance }) => [currency, BigInt(balance.toFixed())]));
}

async function reportedRevenue() {
  const sums = new Map<string, bigint>();
  for (const { currency, amount } of await readRevenue(billing.database.client, billing.merchant, ALL)) {
    sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  }
  return sums;
}

/** What the subscriptions themselves say: of each that counts, its price for a month. */
async function expectedRecurring() {
  const rows = await billing.database.client.subscription.findMany({
    where: { merchantId: billing.merchant.merchantId, status: { in: ['active', 'past_due'] } },
    select: { customerId: true, planId: true },
  });
  const sold = rows.flatMap(({ customerId, planId }) => {
    const plan = plans.find((each) => each.planId === planId);
    return plan ? [{ customerId, unit: plan.unit }] : [];
  });
  const sum84 = sold.reduce((sum, { unit }) => sum + PER_MONTH_84[unit], 0n);
  const rounded = (sum84 * 2n + 84n) / 168n;
  return {
    mrr: rounded,
    subscriptions: sold.length,
    customers: new Set(sold.map(({ customerId }) => customerId)).size,
  };
}

async function expectExact() {
  expect(await reportedRevenue()).toEqual(await ledgerRevenue());
  const { movements, customers, months } = await recurring();
  const { mrr, subscriptions, customers: count } = await expectedRecurring();
  const btc = movements.find(({ currency }) => currency === 'BTC');
  expect({ mrr: btc?.mrr, subscriptions: btc?.subscriptions, customers: customers.closing }).toEqual({
    mrr,
    subscriptions,
    customers: count,
  });
  const last = months.at(-1);
  expect(last?.movements.find(({ currency }) => currency === 'BTC')).toMatchObject({ mrr, subscriptions });
  expect(last?.customers.closing).toBe(count);
}

const WHAT = [
  'subscribe',
  'renew',
  'reorg',
  'again',
  'cancel',
  'cancel_later',
  'pause',
  'resume',
  'pass',
  'fold',
] as const;

test('after any history, reports are what the ledger and the subscriptions say, to the last unit', async () => {
  const { services, clock } = billing;
  const people = await Promise.all(Array.from({ length: 4 }, () => billing.newPerson()));
  const moves = fc.record({
    what: fc.constantFrom(...WHAT),
    who: fc.nat({ max: 3 }),
    which: fc.nat({ max: 2 }),
    amount: fc.constantFrom(10_000n, 25_000n, 25_000n, 25_000n, 60_000n),
    days: fc.integer({ min: 1, max: 45 }),
  });
  const done = new Map<string, number>();
  const paid: { readonly person: PersonScope; readonly subscriptionId: string; transactionId: string }[] = [];
  await fc.assert(
    fc.asyncProperty(fc.array(moves, { minLength: 20, maxLength: 40 }), async (history) => {
      for (const { what, who, which, amount, days } of history) {
        const person = people[who] ?? billing.owner;
        const one = paid[(who * 3 + which) % Math.max(paid.length, 1)];
        // What is not possible in this state is refused, and changes nothing.
        const refused = await act().then(
          () => false,
          (error: unknown) => {
            expect(error).toHaveProperty('code');
            return true;
          },
        );
        if (!refused) done.set(what, (done.get(what) ?? 0) + 1);
        async function act() {
          if (what === 'subscribe') paid.push(await subscribed(person, plans[which]?.planId ?? '', amount));
          else if (what === 'pass') {
            clock.advanceBy(days * DAY_MS);
            await invoiceRenewals(services);
            await lapseSubscriptions(services);
          } else if (what === 'fold') await foldReports(services, { batch: 3 });
          else if (!one) return;
          else if (what === 'renew') {
            const renewal = await renewSubscription(services, one.person, one.subscriptionId, 1);
            await settle(renewal.transactionId, { amount });
            paid.push({ ...one, transactionId: renewal.transactionId });
          } else if (what === 'reorg') await settle(one.transactionId, { news: 'unconfirmed' });
          else if (what === 'again') await settle(one.transactionId);
          else if (what === 'cancel') await cancelSubscription(services, one.person, one.subscriptionId);
          else if (what === 'cancel_later') {
            await cancelSubscription(services, one.person, one.subscriptionId, { atPeriodEnd: true });
          } else if (what === 'pause') await pauseSubscription(services, one.person, one.subscriptionId);
          else await resumeSubscription(services, one.person, one.subscriptionId);
        }
      }
      await expectExact();
      await foldReports(services, { batch: 7 });
      await expectExact();
    }),
    { numRuns: 12, seed: 20_270_131 },
  );
  expect([...done.keys()].sort()).toEqual([...WHAT].sort());
  expect((await checkLedger(billing.database)).failed).toBeNull();
}, 120_000);

test('what happens at once, with several workers that add it up, is counted once', async () => {
  const { services, database } = billing;
  const people = await Promise.all(Array.from({ length: 6 }, () => billing.newPerson()));
  await Promise.all([
    ...people.flatMap((person) => plans.map(({ planId }) => subscribed(person, planId))),
    ...Array.from({ length: 3 }, () => foldReports(services, { batch: 2 })),
  ]);
  await Promise.all(Array.from({ length: 3 }, () => foldReports(services, { batch: 2 })));
  await foldReports(services);
  expect(await database.client.subscriptionMrrChange.count({ where: { folded: false } })).toBe(0);
  await expectExact();
});
