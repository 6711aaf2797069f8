import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SpellServices } from './ports.ts';
import { sweepSpells } from './sweep-spells.ts';
import { CharmsFixture, type MintedPlan, PRICE_SATS } from './testing/charms-fixture.ts';
import { Crash, crashingAt } from './testing/crashes.ts';
import { unspentOf } from './testing/elsewhere.ts';

let fixture: CharmsFixture;
let plan: MintedPlan;
beforeAll(async () => {
  fixture = await CharmsFixture.start();
  plan = await fixture.plan();
});
afterAll(() => fixture.stop());

/** What a process does, until it is killed. */
async function untilKilled(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
}

/** A subscription with the process killed at one point; then others take over. Returns the points met. */
async function subscribeWithCrash(point: number): Promise<number> {
  const subscriber = await fixture.somebody([90_000n]);
  const transactionId = await fixture.wishSubscription(subscriber, plan);
  const { services, reached } = crashingAt(fixture.services, point);
  const merchantHad = await paidTo(plan);

  await untilKilled(() => fixture.prove(transactionId, services));
  const afterCrash = await fixture.job(transactionId);
  await fixture.prove(transactionId);
  const proved = await fixture.job(transactionId);
  expect(proved.state).toBe('awaiting_signature');
  // What was fixed before the crash is what was proved after it.
  if (afterCrash.spell !== null) expect(proved.spell).toEqual(afterCrash.spell);

  await untilKilled(() => fixture.submit(subscriber, transactionId, services));
  await sendAgain(subscriber, transactionId);
  await fixture.confirm();

  expect(await fixture.job(transactionId)).toMatchObject({
    state: 'submitted',
    signedTx: null,
    planCurrent: true,
  });
  const { status, txid, feeSats } = await fixture.transaction(transactionId);
  expect(status).toBe('confirmed');
  expect((await paidTo(plan)) - merchantHad).toBe(PRICE_SATS);
  const { proverFeeSats } = await fixture.job(transactionId);
  const left = (await unspentOf(fixture, subscriber)).reduce((sum, { amountSats }) => sum + amountSats, 0n);
  expect(left).toBe(90_000n - PRICE_SATS - (feeSats ?? 0n) - (proverFeeSats ?? 0n));
  expect(await fixture.database.client.charmOutput.count({ where: { txid: txid ?? '' } })).toBe(1);
  expect(await fixture.reservations(transactionId)).toBe(0);
  return reached();
}

/** The next process sweeps; where nothing had been kept, the subscriber sends the signed transaction again. */
async function sendAgain(subscriber: Parameters<CharmsFixture['submit']>[0], transactionId: string) {
  const services: SpellServices = fixture.services;
  fixture.clock.advanceBy(60_000);
  await sweepSpells(services);
  if ((await fixture.job(transactionId)).state === 'awaiting_signature') {
    await fixture.submit(subscriber, transactionId);
  }
}

async function paidTo({ payout }: MintedPlan): Promise<bigint> {
  const unspent = await fixture.services.utxos.listUnspent(payout.address);
  return unspent.reduce((sum, { amountSats }) => sum + amountSats, 0n);
}

test('killed at any point, a purchase is taken up again and happens exactly once', async () => {
  const never = -1;
  const points = await subscribeWithCrash(never);
  // Funding, proving, keeping the proof, keeping the signature, sending, noting: before and after each.
  expect(points).toBe(12);
  for (let point = 0; point < points; point++) await subscribeWithCrash(point);
}, 120_000);
