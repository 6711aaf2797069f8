import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { merchantActor } from '../../compliance/index.ts';
import { deleteEndpoint } from '../endpoints/delete-endpoint.ts';
import { findEndpoint } from '../endpoints/endpoint.repository.ts';
import { rotateSecret } from '../endpoints/rotate-secret.ts';
import { updateEndpoint } from '../endpoints/update-endpoint.ts';
import { createTestWebhooks, type Receiver, startReceiver, type TestWebhooks } from '../testing.ts';
import { ATTEMPTS } from './delivery.ts';
import { pruneDeliveries } from './prune-deliveries.job.ts';
import { replayDelivery, replayFailedDeliveries } from './replay.ts';
import { startWebhookDeliveries } from './start-deliveries.ts';

const HOUR = 3_600_000;
let webhooks: TestWebhooks;
let receiver: Receiver;
beforeEach(async () => {
  webhooks = await createTestWebhooks();
  receiver = await startReceiver();
});
afterEach(async () => {
  vi.useRealTimers();
  await receiver.close();
  await webhooks.stop();
});

const subjects = () => receiver.received.map(({ body }) => JSON.parse(body).data.id);
const actor = () => merchantActor(webhooks.merchant);
const endpointNow = async (id: string) => findEndpoint(webhooks.database.client, webhooks.merchant, id);
/** Moves the clock to whatever comes next and runs a worker, until nothing is left to come. */
async function runToTheEnd(limit = 1_000) {
  const { untilIdle } = webhooks.newWorker();
  for (let i = 0; i < limit; i++) {
    await untilIdle();
    const [next] = await webhooks.database.client.webhookQueue.findMany({
      where: { dueAt: { not: null } },
      orderBy: { dueAt: 'asc' },
    });
    if (!next?.dueAt) return;
    if (next.dueAt > webhooks.clock.now()) webhooks.clock.advanceTo(next.dueAt);
  }
  throw new Error('there is no end to it');
}

test('an event arrives signed, once, with what it is about; the log has request and answer', async () => {
  vi.useFakeTimers({ now: webhooks.clock.now(), toFake: ['Date'] });
  const { secret } = await webhooks.addEndpoint(`${receiver.url}/hook?a=b`);
  await webhooks.happen(['thing_1']);
  await webhooks.newWorker().untilIdle();
  const [received, ...others] = receiver.received;
  expect(others).toEqual([]);
  expect(received?.path).toBe('/hook?a=b');
  const headers = received?.headers as Record<string, string>;
  const body = received?.body ?? '';
  const event = new Webhook(secret).verify(body, headers);
  expect(event).toEqual({
    type: 'thing.made',
    timestamp: '2027-03-01T12:00:00.000Z',
    data: { object: 'thing', version: 1, id: 'thing_1', snapshot: { id: 'thing_1', colour: 'blue' } },
  });
  // Independently of the library: the base64 of HMAC-SHA256 over id, time and the exact bytes.
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(signed).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${mac}`);

  const [delivery] = await webhooks.deliveries();
  expect(delivery).toMatchObject({ status: 'succeeded', attempts: 1, nextAttemptAt: null });
  expect(delivery?.messageId).toBe(headers['webhook-id']);
  const [logged] = await webhooks.attempts();
  expect(logged).toMatchObject({ number: 1, responseStatus: 200, responseBody: 'thank you', error: null });
  expect(logged?.requestHeaders).toMatchObject({ 'webhook-signature': `v1,${mac}` });
});

test('each endpoint hears what it asked for, of its own merchant', async () => {
  const { scope: other } = await webhooks.newMerchant();
  await webhooks.addEndpoint(`${receiver.url}/all`);
  await webhooks.addEndpoint(`${receiver.url}/things`, { eventTypes: ['thing.*'] });
  await webhooks.addEndpoint(`${receiver.url}/broken`, { eventTypes: ['thing.broken'] });
  await webhooks.addEndpoint(`${receiver.url}/other`, { scope: other });
  await webhooks.happen(['thing_1']);
  await webhooks.happen(['thing_2'], { type: 'thing.broken' });
  await webhooks.happen(['thing_3'], { type: 'thing.unheard' });
  await webhooks.happen(['thing_4'], { merchantId: null });
  await webhooks.newWorker().untilIdle();
  const heard = receiver.received.map(({ path, body }) => `${path} ${JSON.parse(body).data.id}`).sort();
  expect(heard).toEqual([
    '/all thing_1',
    '/all thing_2',
    '/broken thing_2',
    '/things thing_1',
    '/things thing_2',
  ]);
});

test('what fails is tried ten times within three days with the same id, then has failed; replay starts anew', async () => {
  const { id } = await webhooks.addEndpoint(receiver.url);
  receiver.answer = (_, response) => response.writeHead(503).end('busy');
  const start = webhooks.clock.now().getTime();
  await webhooks.happen(['thing_1']);
  await runToTheEnd();
  expect(receiver.received).toHaveLength(ATTEMPTS);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  const hours = (webhooks.clock.now().getTime() - start) / HOUR;
  expect(hours).toBeGreaterThan(60);
  expect(hours).toBeLessThanOrEqual(72);
  const [delivery] = await webhooks.deliveries();
  expect(delivery).toMatchObject({ status: 'failed', attempts: ATTEMPTS, nextAttemptAt: null });
  expect((await webhooks.attempts()).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await endpointNow(id)).toMatchObject({ status: 'enabled', failures: ATTEMPTS });

  receiver.answer = (_, response) => response.end();
  await replayDelivery(webhooks.services, webhooks.merchant, actor(), delivery?.id ?? '');
  await webhooks.newWorker().untilIdle();
  expect((await webhooks.deliveries())[0]).toMatchObject({ status: 'succeeded', attempts: ATTEMPTS + 1 });
  expect(await endpointNow(id)).toMatchObject({ failures: 0, failingSince: null });
  const { values } = await webhooks.services.metrics.webhookAttempts.get();
  const counts = values.filter(({ metricName }) => metricName?.endsWith('_count'));
  expect(Object.fromEntries(counts.map(({ labels, value }) => [labels.outcome, value]))).toEqual({
    retried: ATTEMPTS - 1,
    given_up: 1,
    succeeded: 1,
  });
});

test('an endpoint that takes nothing for five days is disabled, with an event for the others; then enabled again', async () => {
  const { id } = await webhooks.addEndpoint(`${receiver.url}/dead`, { eventTypes: ['thing.made'] });
  await webhooks.addEndpoint(`${receiver.url}/alive`, { eventTypes: ['webhook_endpoint.*'] });
  receiver.answer = ({ path }, response) => response.writeHead(path === '/dead' ? 500 : 200).end();
  await webhooks.happen(['thing_1']);
  await runToTheEnd();
  expect((await endpointNow(id))?.status).toBe('enabled');
  webhooks.clock.advanceBy(72 * HOUR);
  await webhooks.happen(['thing_2']);
  await webhooks.newWorker().untilIdle();
  expect(await endpointNow(id)).toMatchObject({ status: 'disabled', disabledReason: 'failing' });
  await webhooks.spread();
  await webhooks.newWorker().untilIdle();
  const told = receiver.received.find(({ path }) => path === '/alive');
  expect(JSON.parse(told?.body ?? '{}')).toMatchObject({
    type: 'webhook_endpoint.disabled',
    data: { object: 'webhook_endpoint', id, snapshot: { url: `${receiver.url}/dead`, status: 'disabled' } },
  });
  const audit = await webhooks.database.client.auditEntry.findMany({ where: { subjectId: id } });
  expect(audit.map(({ action }) => action)).toContain('webhook_endpoint.disabled');

  receiver.received.length = 0;
  await webhooks.happen(['thing_3']);
  await runToTheEnd();
  expect(receiver.received).toEqual([]);
  receiver.answer = (_, response) => response.end();
  await updateEndpoint(webhooks.services, webhooks.merchant, actor(), id, { enabled: true });
  await runToTheEnd();
  // What waited goes out; what happened while it was disabled was not kept for it.
  expect(subjects()).toEqual(['thing_2']);
});

test('410 Gone disables at once', async () => {
  const { id } = await webhooks.addEndpoint(receiver.url);
  receiver.answer = (_, response) => response.writeHead(410).end();
  await webhooks.happen(['thing_1']);
  await webhooks.newWorker().untilIdle();
  expect(await endpointNow(id)).toMatchObject({ status: 'disabled', disabledReason: 'failing' });
});

test('a failing endpoint is only probed, and everything follows in order once it answers', async () => {
  await webhooks.addEndpoint(receiver.url);
  const things = Array.from({ length: 60 }, (_, i) => `thing_${String(i).padStart(2, '0')}`);
  receiver.answer = (_, response) => response.writeHead(500).end();
  await webhooks.happen(things);
  await webhooks.newWorker().untilIdle();
  // Two at a time, then one: five in a row, and one that was under way.
  expect(receiver.received.length).toBeLessThanOrEqual(6);
  const before = receiver.received.length;
  webhooks.clock.advanceBy(10_000);
  await webhooks.newWorker().untilIdle();
  expect(receiver.received.length - before).toBe(1);

  receiver.received.length = 0;
  receiver.answer = (_, response) => response.end();
  await runToTheEnd();
  expect(new Set(subjects())).toEqual(new Set(things));
  expect(receiver.received).toHaveLength(60);
  expect((await webhooks.deliveries()).every(({ status }) => status === 'succeeded')).toBe(true);
});

describe('rotation', () => {
  test('for the overlap both secrets sign, then the new one alone', async () => {
    vi.useFakeTimers({ now: webhooks.clock.now(), toFake: ['Date'] });
    const { id, secret: old } = await webhooks.addEndpoint(receiver.url);
    const request = { endpointId: id, overlapHours: 24, idempotencyKey: 'rotate' };
    const { secret } = await rotateSecret(webhooks.services, webhooks.merchant, actor(), request);
    if (secret === null) throw new Error('no secret');
    expect((await rotateSecret(webhooks.services, webhooks.merchant, actor(), request)).secret).toBeNull();
    await webhooks.happen(['thing_1']);
    await webhooks.newWorker().untilIdle();
    const verify = (with_: string, index: number) => {
      const { body = '', headers } = receiver.received[index] ?? {};
      return new Webhook(with_).verify(body, headers as Record<string, string>);
    };
    expect(verify(old, 0)).toEqual(verify(secret, 0));
    expect(String(receiver.received[0]?.headers['webhook-signature']).split(' ')).toHaveLength(2);

    webhooks.clock.advanceBy(24 * HOUR);
    vi.setSystemTime(webhooks.clock.now());
    await webhooks.happen(['thing_2']);
    await webhooks.newWorker().untilIdle();
    expect(verify(secret, 1)).toMatchObject({ data: { id: 'thing_2' } });
    expect(() => verify(old, 1)).toThrow('No matching signature');
  });

  test('no secret is in the database as it is', async () => {
    const { id, secret } = await webhooks.addEndpoint(receiver.url);
    const row = await webhooks.database.client.webhookEndpoint.findUniqueOrThrow({ where: { id } });
    expect(row.secret).toMatch(/^v1\./);
    expect(JSON.stringify(row)).not.toContain(secret.slice('whsec_'.length));
  });
});

describe('workers', () => {
  test('what a killed worker had is taken again after its lease, and by nobody before', async () => {
    await webhooks.addEndpoint(receiver.url);
    receiver.answer = () => undefined;
    await webhooks.happen(['thing_1']);
    const killed = webhooks.newWorker({ leaseMs: 60_000 }).worker;
    await killed.turn();
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    // It is gone: no round of its own follows, and its answer is never written.
    receiver.answer = (_, response) => response.end();
    const { worker, untilIdle } = webhooks.newWorker();
    await worker.turn();
    expect(worker.held).toBe(0);
    webhooks.clock.advanceBy(60_001);
    await untilIdle();
    expect(subjects()).toEqual(['thing_1', 'thing_1']);
    expect((await webhooks.deliveries())[0]).toMatchObject({ status: 'succeeded', attempts: 1 });
    killed.quiesce();
    killed.abort();
  });

  test('a worker that lost its lease leaves the queue to whoever has it now', async () => {
    await webhooks.addEndpoint(receiver.url);
    const held: (() => void)[] = [];
    receiver.answer = (_, response) => held.push(() => response.end());
    await webhooks.happen(['thing_1', 'thing_2', 'thing_3']);
    const slow = webhooks.newWorker({ leaseMs: 60_000 });
    await slow.worker.turn();
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
    webhooks.clock.advanceBy(60_001);
    receiver.answer = (_, response) => response.end();
    await webhooks.newWorker().untilIdle();
    for (const release of held) release();
    await slow.untilIdle();
    expect((await webhooks.deliveries()).map(({ status }) => status)).toEqual(Array(3).fill('succeeded'));
    expect((await webhooks.attempts()).map(({ number }) => number)).toEqual([1, 1, 1]);
    expect(await webhooks.database.client.webhookQueue.findFirst()).toMatchObject({
      dueAt: null,
      leaseId: null,
    });
  });

  test('several share what waits: nothing is sent twice or left', async () => {
    for (let i = 0; i < 10; i++) await webhooks.addEndpoint(`${receiver.url}/${i}`);
    const things = Array.from({ length: 100 }, (_, i) => `thing_${i}`);
    const workers = Array.from({ length: 3 }, () =>
      startWebhookDeliveries(webhooks.services, { idleMs: 5, queues: 4 }),
    );
    await webhooks.happen(things);
    await vi.waitFor(
      async () => {
        expect(await webhooks.database.client.webhookDelivery.count({ where: { status: 'succeeded' } })).toBe(
          1_000,
        );
      },
      { timeout: 20_000 },
    );
    await Promise.all(workers.map((worker) => worker.stop()));
    const sent = receiver.received.map(({ path, body }) => `${path} ${JSON.parse(body).data.id}`);
    expect([sent.length, new Set(sent).size]).toEqual([1_000, 1_000]);
    expect(await webhooks.database.client.webhookQueue.count({ where: { leaseId: { not: null } } })).toBe(0);
  });

  test('endpoints that never answer delay nobody', async () => {
    await webhooks.stop();
    // Nobody who waited for a dead one would be done within this test.
    webhooks = await createTestWebhooks({ sender: { timeoutMs: 300_000 } });
    for (let i = 0; i < 15; i++) await webhooks.addEndpoint(`${receiver.url}/dead/${i}`);
    const { scope } = await webhooks.newMerchant();
    await webhooks.addEndpoint(`${receiver.url}/alive`, { scope });
    receiver.answer = ({ path }, response) => {
      if (path === '/alive') response.end();
    };
    await webhooks.happen(Array.from({ length: 20 }, (_, i) => `dead_${i}`));
    webhooks.clock.advanceBy(1);
    await webhooks.happen(
      Array.from({ length: 200 }, (_, i) => `alive_${i}`),
      { merchantId: scope.merchantId },
    );
    // Room for four queues and four requests: the dead ones fill it until they count as slow.
    const options = { idleMs: 5, queues: 4, fast: 4, slowAfterMs: 50, stopMs: 0 };
    const worker = startWebhookDeliveries(webhooks.services, options);
    const reached = (path: RegExp) => receiver.received.filter((each) => path.test(each.path)).length;
    await vi.waitFor(() => expect(reached(/^\/alive$/)).toBe(200), { timeout: 20_000 });
    await worker.stop();
    // The dead ones were tried, no more than two requests each, and none of them has ended.
    expect(reached(/^\/dead/)).toBeGreaterThanOrEqual(4);
    expect(reached(/^\/dead/)).toBeLessThanOrEqual(30);
    const ended = await webhooks.database.client.webhookDelivery.findMany({ where: { status: 'succeeded' } });
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.every(({ merchantId }) => merchantId === scope.merchantId)).toBe(true);
    expect(await webhooks.database.client.webhookQueue.count({ where: { leaseId: { not: null } } })).toBe(0);
  });

  test('one endpoint gets at most eight requests at a time, and one to begin with while it fails', async () => {
    await webhooks.addEndpoint(receiver.url);
    let [now, most] = [0, 0];
    receiver.answer = (_, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        response.end();
      }, 3);
    };
    await webhooks.happen(Array.from({ length: 150 }, (_, i) => `thing_${i}`));
    await webhooks.newWorker().untilIdle();
    expect(receiver.received).toHaveLength(150);
    expect(most).toBe(8);
  });

  test('what costs nothing: rounds without work ask one question, whatever has been sent before', async () => {
    await webhooks.addEndpoint(receiver.url);
    await webhooks.happen(Array.from({ length: 20 }, (_, i) => `thing_${i}`));
    const { worker, untilIdle } = webhooks.newWorker();
    await untilIdle();
    expect(await worker.turn()).toBe(false);
    expect(await webhooks.database.client.webhookQueue.count({ where: { dueAt: { not: null } } })).toBe(0);
  });
});

describe('nothing is lost', () => {
  test('when the process dies between the event and its deliveries', async () => {
    await webhooks.addEndpoint(receiver.url);
    const { database, services, observers } = webhooks;
    const { dispatchEvents, recordEvents } = await import('../../platform/events/index.ts');
    const { fanOut } = await import('../messages/fan-out.ts');
    const now = services.clock.now();
    const event = { type: 'thing.made', subjectId: 'thing_1', merchantId: webhooks.merchant.merchantId };
    await database.transaction((tx) => recordEvents(tx, now, [event]));
    const dying = () => Promise.reject(new Error('killed'));
    await expect(dispatchEvents(database, now, [...observers, dying])).rejects.toThrow('killed');
    expect(await database.client.webhookMessage.count()).toBe(0);
    await dispatchEvents(database, now, observers);
    expect(await database.client.webhookMessage.count()).toBe(1);
    // Dispatching is done; the bodies and deliveries are for whoever comes next, once.
    await fanOut(services);
    await fanOut(services);
    expect(await database.client.webhookDelivery.count()).toBe(1);
  });

  test('when a snapshot cannot be read: it is tried again, and others do not wait', async () => {
    await webhooks.stop();
    let broken = true;
    webhooks = await createTestWebhooks({
      sources: [
        {
          object: 'fragile',
          version: 1,
          types: ['fragile.made'],
          snapshots: async () => {
            if (broken) throw new Error('cannot read');
            return new Map();
          },
        },
      ],
    });
    await webhooks.addEndpoint(receiver.url);
    await webhooks.happen(['fragile_1'], { type: 'fragile.made' });
    await webhooks.happen(['thing_1']);
    await webhooks.newWorker().untilIdle();
    expect(subjects()).toEqual(['thing_1']);
    broken = false;
    webhooks.clock.advanceBy(30_000);
    await webhooks.spread();
    await webhooks.newWorker().untilIdle();
    expect(JSON.parse(receiver.received[1]?.body ?? '{}').data).toEqual({
      object: 'fragile',
      version: 1,
      id: 'fragile_1',
      snapshot: null,
    });
  });

  test('when the database is away at the end of a round: answers are written by the next', async () => {
    await webhooks.addEndpoint(receiver.url);
    await webhooks.happen(['thing_1']);
    const { worker, untilIdle } = webhooks.newWorker();
    await worker.turn();
    await vi.waitFor(() => expect(worker.sending).toBe(0));
    await webhooks.database.client.$executeRaw`ALTER TABLE webhook_attempts RENAME TO away`;
    await expect(worker.turn()).rejects.toThrow();
    await webhooks.database.client.$executeRaw`ALTER TABLE away RENAME TO webhook_attempts`;
    await untilIdle();
    expect(receiver.received).toHaveLength(1);
    expect(await webhooks.attempts()).toHaveLength(1);
  });
});

test('all that failed since a time is replayed in batches', async () => {
  const { id: endpointId } = await webhooks.addEndpoint(receiver.url);
  const things = Array.from({ length: 7 }, (_, i) => `thing_${i}`);
  await webhooks.happen(things);
  const since = webhooks.clock.now();
  const { database, services, merchant } = webhooks;
  await database.client.$executeRaw`
    UPDATE webhook_deliveries SET status = 'failed', next_attempt_at = NULL, attempts = 10, finished_at = ${since}`;
  const earlier = await webhooks.deliveries();
  await database.client.webhookDelivery.updateMany({
    where: { id: earlier[0]?.id ?? '' },
    data: { finishedAt: new Date(since.getTime() - 1) },
  });
  expect(await replayFailedDeliveries(services, merchant, actor(), { endpointId, since, batch: 4 })).toBe(6);
  await webhooks.newWorker().untilIdle();
  expect(subjects().sort()).toEqual(things.slice(1));
});

test('deleting an endpoint calls off what waits, and forgets the secret', async () => {
  const { id } = await webhooks.addEndpoint(receiver.url);
  await webhooks.happen(['thing_1']);
  await deleteEndpoint(webhooks.services, webhooks.merchant, actor(), id);
  await webhooks.newWorker().untilIdle();
  expect(receiver.received).toEqual([]);
  expect((await webhooks.deliveries())[0]).toMatchObject({ status: 'canceled', nextAttemptAt: null });
  expect(await endpointNow(id)).toBeUndefined();
  expect((await webhooks.database.client.webhookEndpoint.findUnique({ where: { id } }))?.secret).toBe('');
});

test('after 30 days messages, deliveries and attempts are forgotten, in batches', async () => {
  await webhooks.addEndpoint(receiver.url);
  await webhooks.happen(['thing_1', 'thing_2', 'thing_3']);
  await webhooks.newWorker().untilIdle();
  webhooks.clock.advanceBy(30 * 24 * HOUR);
  await webhooks.happen(['thing_4']);
  await webhooks.newWorker().untilIdle();
  expect(await pruneDeliveries(webhooks.services)).toBe(0);
  webhooks.clock.advanceBy(1);
  expect(await pruneDeliveries(webhooks.services, { batch: 2 })).toBe(3);
  const { client } = webhooks.database;
  const left = [client.webhookMessage.count(), client.webhookDelivery.count(), client.webhookAttempt.count()];
  expect(await Promise.all(left)).toEqual([1, 1, 1]);
});

test('a secret that cannot be decrypted stops its own endpoint alone, and counts against nobody', async () => {
  const { id } = await webhooks.addEndpoint(`${receiver.url}/locked`);
  await webhooks.addEndpoint(`${receiver.url}/open`);
  await webhooks.database.client.webhookEndpoint.update({ where: { id }, data: { secret: 'v1.gone' } });
  await webhooks.happen(['thing_1']);
  await webhooks.newWorker().untilIdle();
  expect(receiver.received.map(({ path }) => path)).toEqual(['/open']);
  const [locked] = (await webhooks.deliveries()).filter(({ endpointId }) => endpointId === id);
  expect(locked).toMatchObject({ status: 'pending', attempts: 0 });
});
