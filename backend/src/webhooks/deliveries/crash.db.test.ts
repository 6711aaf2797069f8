import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestWebhooks, type Receiver, startReceiver, type TestWebhooks } from '../testing.ts';

let webhooks: TestWebhooks;
let receiver: Receiver;
beforeAll(async () => {
  webhooks = await createTestWebhooks();
  receiver = await startReceiver();
  for (const path of ['a', 'b', 'c']) await webhooks.addEndpoint(`${receiver.url}/${path}`);
});
afterAll(async () => {
  await receiver.close();
  await webhooks.stop();
});

/** A worker that stops being heard of after so many rounds; then its lease runs out. */
async function runAndDie(rounds: number, howItDies: 'silent' | 'in a round'): Promise<void> {
  const { worker } = webhooks.newWorker();
  for (let i = 0; i < rounds; i++) {
    await worker.turn();
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (howItDies === 'in a round') {
    // Its connections go while it writes (and are gone when this returns): the round is undone as a
    // whole, or was done already.
    const round = worker.turn().catch(() => undefined);
    await webhooks.database.client.$executeRaw`
      SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`.catch(() => undefined);
    await round;
  }
  worker.quiesce();
  worker.abort();
  await vi.waitFor(() => expect(worker.sending).toBe(0));
  webhooks.clock.advanceBy(60_001);
}

test('workers die at random points: every delivery arrives, and is logged as done once', async () => {
  let happened = 0;
  const death = fc.record({
    rounds: fc.nat(4),
    howItDies: fc.constantFrom('silent' as const, 'in a round' as const),
    events: fc.integer({ min: 1, max: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: 4 }), async (deaths) => {
      const things: string[] = [];
      for (const { rounds, howItDies, events } of deaths) {
        const some = Array.from({ length: events }, () => `thing_${++happened}`);
        await webhooks.happen(some);
        things.push(...some);
        await runAndDie(rounds, howItDies);
      }
      await webhooks.newWorker().untilIdle();
      const arrived = new Set(
        receiver.received.map(({ path, body }) => `${path} ${JSON.parse(body).data.id}`),
      );
      const missing = ['a', 'b', 'c'].flatMap((path) =>
        things.map((thing) => `/${path} ${thing}`).filter((each) => !arrived.has(each)),
      );
      expect(missing).toEqual([]);
      const { client } = webhooks.database;
      expect(await client.webhookDelivery.count({ where: { status: { not: 'succeeded' } } })).toBe(0);
      expect(await client.webhookDelivery.count()).toBe(happened * 3);
      expect(await client.webhookQueue.count({ where: { leaseId: { not: null } } })).toBe(0);
    }),
    { numRuns: 40 },
  );
});
