import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger } from '../../ledger/index.ts';
import { changeSubscription } from '../changes/change-subscription.ts';
import { previewChange } from '../changes/preview-change.ts';
import { priceOfTime, type Segment } from '../changes/proration.ts';
import { addIntervals } from '../periods/index.ts';
import { createStory, type Story } from '../testing/story.ts';
import { MONTHLY } from '../testing.ts';

const AMOUNTS = [1_009n, 2_503n, 9_973n] as const;
const DAY_MS = 86_400_000;

let testDatabase: TestDatabase;
let story: Story;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  story = await createStory(testDatabase.url, '2027-01-31T12:34:56.789Z');
});
afterAll(async () => {
  expect((await checkLedger(story.database)).failed).toBeNull();
  await story.database.close();
  await testDatabase.drop();
});

type Reader = Awaited<ReturnType<Story['subscriber']>>;

/** Lets time pass until then; what is invoiced on the way is paid a day before its period begins, or now. */
async function liveUntil(reader: Reader, instant: Date): Promise<void> {
  const payRenewals = async () => {
    for (const { id, status } of await reader.invoices())
      if (status === 'open') await story.pay(reader.person, id);
  };
  for (;;) {
    const { paidThrough } = await reader.show();
    const payday = new Date((paidThrough?.getTime() ?? 0) - DAY_MS);
    const present = (await story.testClock())?.at ?? instant;
    await story.until(payday < instant && payday > present ? payday : instant);
    await payRenewals();
    if (payday >= instant || payday <= present) return;
  }
}

/** Changes as previewed, pays what is to be paid, and answers with when it counts from. */
async function changeTo(reader: Reader, priceId: string, quantity: number): Promise<Date> {
  const { person, subscriptionId } = reader;
  const preview = await previewChange(story.services, person, subscriptionId, { priceId, quantity });
  const input = { priceId, quantity, at: preview.at };
  const before = await reader.credit();
  const { invoiceId } = await changeSubscription(story.services, person, subscriptionId, input);
  const invoice = (await reader.invoices()).findLast(({ kind }) => kind === 'change');
  expect(invoice?.total.toFixed()).toBe(preview.amountDue.toString());
  if (preview.credit > 0n) expect((await reader.credit()) - before).toBe(preview.credit);
  if (invoiceId !== null) await story.pay(person, invoiceId);
  expect(await reader.show()).toMatchObject({ priceId, quantity });
  return preview.at;
}

test('a year of random changes costs its exact time-weighted price, and each what its preview said', async () => {
  const change = fc.record({
    atMs: fc.integer({ min: 0, max: 365 * DAY_MS - 1 }),
    price: fc.nat(AMOUNTS.length - 1),
    quantity: fc.integer({ min: 1, max: 7 }),
  });
  let changed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 3, maxLength: 12 }), async (changes) => {
      const { priceIds } = await story.plan('Anything', ...AMOUNTS.map((amount) => ({ amount })));
      const reader = await story.subscriber(priceIds[0] ?? '');
      const { anchorAt } = await reader.show();
      const from = anchorAt ?? new Date(0);
      const segments: Segment[] = [{ from, amount: AMOUNTS[0] }];
      let present = { price: 0, quantity: 1 };
      for (const { atMs, price, quantity } of changes.toSorted((a, b) => a.atMs - b.atMs)) {
        await liveUntil(reader, new Date(from.getTime() + atMs));
        if (price === present.price && quantity === present.quantity) continue;
        const at = await changeTo(reader, priceIds[price] ?? '', quantity);
        segments.push({ from: at, amount: (AMOUNTS[price] ?? 0n) * BigInt(quantity) });
        present = { price, quantity };
        changed++;
      }
      await liveUntil(reader, new Date(from.getTime() + 365 * DAY_MS));

      const { paidPeriods } = await reader.show();
      const exact = Array.from({ length: paidPeriods }, (_, index) => {
        const period = {
          start: addIntervals(from, MONTHLY, index),
          end: addIntervals(from, MONTHLY, index + 1),
        };
        return priceOfTime(segments, period, period.end);
      }).reduce((sum, amount) => sum + amount, 0n);
      const payments = await story.database.client.payment.findMany({
        where: { subscriptionId: reader.subscriptionId, status: 'settled' },
      });
      const paid = payments.reduce((sum, { amount }) => sum + BigInt(amount.toFixed()), 0n);
      expect(paid - (await reader.credit())).toBe(exact);
    }),
    { numRuns: 8, seed: 20_270_131 },
  );
  expect(changed).toBeGreaterThan(30);
}, 120_000);
