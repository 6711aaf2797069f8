import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createJobs, type Jobs } from '../platform/jobs/index.ts';
import { silentLogger } from '../platform/logging/index.ts';
import type { SpellServices } from './ports.ts';
import { PROVE_SPELL, proveSpellJob } from './prove-spell.job.ts';
import { requestSpell } from './request-spell.ts';
import { CharmsFixture, type MintedPlan, PRICE_SATS } from './testing/charms-fixture.ts';

let fixture: CharmsFixture;
let plan: MintedPlan;
beforeAll(async () => {
  fixture = await CharmsFixture.start();
  plan = await fixture.plan();
});
afterAll(() => fixture.stop());

const running: Jobs[] = [];
afterEach(async () => {
  for (const jobs of running.splice(0)) await jobs.stop(1_000);
});

/** A process with the real queue. It looks for dead workers every second. */
async function startQueue({ work }: { work: boolean }): Promise<SpellServices> {
  const jobs = createJobs(fixture.database, silentLogger, {
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
  });
  const services = { ...fixture.services, jobs };
  jobs.register({ ...proveSpellJob(services), retryDelaySeconds: 1 });
  await jobs.start({ work });
  running.push(jobs);
  return services;
}

async function wish(services: SpellServices): Promise<string> {
  const { scope: person } = await fixture.somebody();
  const { merchantId } = plan;
  const request = fixture.mintRequest(plan);
  const { transactionId } = await fixture.database.transaction((tx) =>
    requestSpell(tx, services, { merchantId, person, amountSats: PRICE_SATS, request }),
  );
  return transactionId;
}

const isProved = (transactionId: string) =>
  vi.waitFor(
    async () => expect(await fixture.job(transactionId)).toMatchObject({ state: 'awaiting_signature' }),
    { timeout: 25_000, interval: 100 },
  );

test('the queue asks a prover that fails twice until it answers', async () => {
  const services = await startQueue({ work: true });
  fixture.prover.control.failNext(2);
  const transactionId = await wish(services);
  await isProved(transactionId);
  expect((await fixture.job(transactionId)).attempts).toBe(3);
});

test('a wish that is rolled back is not worked on', async () => {
  const services = await startQueue({ work: false });
  const { scope: person } = await fixture.somebody([]);
  const request = fixture.mintRequest(plan);
  const wishAndFail = fixture.database.transaction(async (tx) => {
    await requestSpell(tx, services, {
      merchantId: plan.merchantId,
      person,
      amountSats: PRICE_SATS,
      request,
    });
    throw new Error('the caller changed its mind');
  });
  await expect(wishAndFail).rejects.toThrow('changed its mind');
  expect(await services.jobs.boss.fetch(PROVE_SPELL)).toEqual([]);
});

test('the job of a worker that died is taken up by another', async () => {
  const services = await startQueue({ work: false });
  const transactionId = await wish(services);
  const [taken] = await services.jobs.boss.fetch(PROVE_SPELL);
  expect(taken?.data).toEqual({ spellJobId: (await fixture.job(transactionId)).id });
  await fixture.database.client
    .$executeRaw`UPDATE pgboss.job SET heartbeat_on = now() - interval '1 minute' WHERE name = ${PROVE_SPELL} AND state = 'active'`;
  await startQueue({ work: true });
  await isProved(transactionId);
});
