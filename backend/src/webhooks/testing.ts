import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestDatabase } from '@charmbills/ops/testing';
import { merchantActor } from '../compliance/index.ts';
import { createTestMerchant, createTestPerson } from '../identity/testing.ts';
import { type Clock, ManualClock } from '../platform/clock.ts';
import { loadConfig } from '../platform/config/index.ts';
import { type Database, openDatabase } from '../platform/database/index.ts';
import { createEncryption } from '../platform/encryption/index.ts';
import { dispatchEvents, recordEvents } from '../platform/events/index.ts';
import { silentLogger } from '../platform/logging/index.ts';
import { createMetrics } from '../platform/metrics/index.ts';
import { createCatalogue } from './catalogue/catalogue.ts';
import { DeliveryWorker, type WorkerOptions } from './deliveries/delivery-worker.ts';
import { createEndpoint } from './endpoints/create-endpoint.ts';
import { endpointSource } from './endpoints/endpoint-source.ts';
import { fanOut } from './messages/fan-out.ts';
import { noteEventsForWebhooks } from './messages/note-events.ts';
import type { WebhookEventSource, WebhookServices } from './ports.ts';
import { createWebhookSender, type SenderOptions } from './sending/send.ts';

/** What reached a receiver. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Answers 200 to begin with. */
  answer: (request: Received, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** A merchant's server on this machine. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url: path = '', headers } = request;
    const each = { path, headers, body: Buffer.concat(chunks).toString('utf8') };
    received.push(each);
    receiver.answer(each, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    received,
    answer: (_, response) => response.end('thank you'),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

/** Tells of `thing.made` and `thing.broken`, with a snapshot that names the thing. */
export const thingSource: WebhookEventSource = {
  object: 'thing',
  version: 1,
  types: ['thing.made', 'thing.broken'],
  snapshots: async (_, events) => new Map(events.map(({ subjectId: id }) => [id, { id, colour: 'blue' }])),
};

/** Webhooks on a database of the test, with a clock that stands still. */
export async function createTestWebhooks(
  options: {
    readonly sources?: readonly WebhookEventSource[];
    readonly sender?: SenderOptions;
    readonly clock?: Clock;
    readonly onQuery?: (sql: string) => void;
  } = {},
) {
  const testDatabase = await createTestDatabase();
  const { onQuery } = options;
  const database: Database = openDatabase({ url: testDatabase.url, ...(onQuery ? { onQuery } : {}) });
  const clock = new ManualClock(new Date('2027-03-01T12:00:00Z'));
  const config = loadConfig({
    NODE_ENV: 'test',
    DATABASE_URL: testDatabase.url,
    JWT_SECRET: 'x'.repeat(32),
    ENCRYPTION_KEY: 'y'.repeat(32),
    RPC_URL: 'http://127.0.0.1:1',
    PROVER_API_URL: 'http://127.0.0.1:1',
    WEBHOOK_ALLOW_PRIVATE: 'true',
  });
  const services: Pick<
    WebhookServices,
    | 'config'
    | 'database'
    | 'clock'
    | 'logger'
    | 'metrics'
    | 'encryption'
    | 'webhookCatalogue'
    | 'webhookSender'
  > = {
    config,
    database,
    clock: options.clock ?? clock,
    logger: silentLogger,
    metrics: createMetrics(),
    encryption: createEncryption(config.ENCRYPTION_KEY),
    webhookCatalogue: createCatalogue([thingSource, endpointSource, ...(options.sources ?? [])]),
    webhookSender: createWebhookSender({ allowPrivate: true, timeoutMs: 2_000, ...options.sender }),
  };
  let people = 0;
  const newMerchant = async () => {
    const address = `address ${++people}`;
    const person = await createTestPerson(database.client, { address, now: services.clock.now() });
    const scope = await createTestMerchant(database.client, person, { now: services.clock.now() });
    return { person, scope };
  };
  const { person: owner, scope: merchant } = await newMerchant();
  let keys = 0;
  const newKey = () => `key-${++keys}`;
  const observers = [noteEventsForWebhooks(services.webhookCatalogue)];

  async function addEndpoint(url: string, { eventTypes = ['*'], scope = merchant } = {}) {
    const input = { url, eventTypes, idempotencyKey: newKey() };
    const { id, secret } = await createEndpoint(services, scope, merchantActor(scope), input);
    if (secret === null) throw new Error('no secret');
    return { id, secret };
  }
  /** Records events, dispatches them and writes their deliveries. */
  async function happen(
    subjects: readonly string[],
    { type = 'thing.made', merchantId = merchant.merchantId as string | null } = {},
  ) {
    const now = services.clock.now();
    const events = subjects.map((subjectId) => ({ type, subjectId, merchantId }));
    await database.transaction((tx) => recordEvents(tx, now, events));
    await spread();
  }
  async function spread() {
    while ((await dispatchEvents(database, services.clock.now(), observers)) > 0);
    while ((await fanOut(services)).more);
  }
  /** A worker with its rounds, until nothing is due and nothing under way. */
  function newWorker(workerOptions: WorkerOptions = {}) {
    const worker = new DeliveryWorker(services, workerOptions);
    return {
      worker,
      async untilIdle() {
        const deadline = Date.now() + 20_000;
        for (;;) {
          await worker.turn();
          if (worker.sending === 0 && worker.held === 0 && !(await worker.turn()) && worker.held === 0)
            return;
          if (Date.now() > deadline) throw new Error('the worker is not idle within 20 s');
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
      },
    };
  }
  const deliveries = () =>
    database.client.webhookDelivery.findMany({ orderBy: [{ position: 'asc' }, { id: 'asc' }] });
  const attempts = () => database.client.webhookAttempt.findMany({ orderBy: [{ at: 'asc' }] });
  return {
    services,
    database,
    clock,
    observers,
    owner,
    merchant,
    newMerchant,
    newKey,
    addEndpoint,
    happen,
    spread,
    newWorker,
    deliveries,
    attempts,
    async stop() {
      await services.webhookSender.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}

export type TestWebhooks = Awaited<ReturnType<typeof createTestWebhooks>>;
