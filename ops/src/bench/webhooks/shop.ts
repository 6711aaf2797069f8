import { systemClock } from '../../../../backend/src/platform/clock.ts';
import { migrateDatabase, openDatabase } from '../../../../backend/src/platform/database/index.ts';
import { createEncryption } from '../../../../backend/src/platform/encryption/index.ts';
import { recordEvents, startDispatching } from '../../../../backend/src/platform/events/index.ts';
import { newId } from '../../../../backend/src/platform/ids.ts';
import { silentLogger } from '../../../../backend/src/platform/logging/index.ts';
import {
  createCatalogue,
  createWebhookSender,
  noteEventsForWebhooks,
  startWebhookDeliveries,
  type WebhookEventSource,
} from '../../../../backend/src/webhooks/index.ts';

/** About as large as a subscription. */
const SNAPSHOT = { name: 'Reader', status: 'active', note: 'x'.repeat(400) };
const source: WebhookEventSource = {
  object: 'thing',
  version: 1,
  types: ['thing.made'],
  snapshots: async (_, events) => new Map(events.map(({ subjectId: id }) => [id, { id, ...SNAPSHOT }])),
};

/** A body like those that are delivered. */
export const SAMPLE_BODY = JSON.stringify({
  type: 'thing.made',
  timestamp: new Date().toISOString(),
  data: { object: 'thing', version: 1, id: newId('plan'), snapshot: { id: newId('plan'), ...SNAPSHOT } },
});

const ENDPOINTS_OF_EACH = 10;

/** Merchants with ten endpoints each, one of which may be dead. */
export async function openShops(databaseUrl: string, receiverUrl: string, merchants: number) {
  await migrateDatabase(databaseUrl);
  const database = openDatabase({ url: databaseUrl });
  const encryption = createEncryption('a key for the benchmark, 32 characters');
  const webhookCatalogue = createCatalogue([source]);
  const ids = Array.from({ length: merchants }, () => newId('merchant'));
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const endpoints = ids.flatMap((merchantId) =>
    Array.from({ length: ENDPOINTS_OF_EACH }, (_, i) => {
      const id = newId('webhookEndpoint');
      const sealed = encryption.encrypt(secret, `webhook_endpoint/${id}/secret`);
      return { merchantId, id, first: i === 0, secret: sealed };
    }),
  );
  await database.pool.query(
    `INSERT INTO merchants (id, name, created_at) SELECT id, 'Shop', now() FROM unnest($1::text[]) AS id`,
    [ids],
  );
  await database.pool.query(
    `INSERT INTO webhook_endpoints (merchant_id, id, url, event_types, status, secret, created_at, updated_at)
     SELECT e."merchantId", e.id, $2 || '/' || e.id, '{*}', 'enabled', e.secret, now(), now()
     FROM jsonb_to_recordset($1::jsonb) AS e("merchantId" text, id text, secret text)`,
    [JSON.stringify(endpoints), receiverUrl],
  );
  await database.pool.query(
    'INSERT INTO webhook_queues (merchant_id, endpoint_id) SELECT merchant_id, id FROM webhook_endpoints',
  );
  const firsts = endpoints.filter(({ first }) => first).map(({ id }) => id);

  /** One endpoint of each merchant dies, or lives again; everything before is forgotten. */
  async function begin(dead: boolean): Promise<void> {
    await database.pool.query('TRUNCATE events, webhook_messages, webhook_deliveries, webhook_attempts');
    await database.pool.query(
      'UPDATE webhook_queues SET due_at = NULL, lease_id = NULL, leased_until = NULL, failures = 0, failing_since = NULL, retry_at = NULL',
    );
    await database.pool.query('UPDATE webhook_endpoints SET url = $2 || id WHERE id = ANY($1)', [
      firsts,
      `${receiverUrl}/${dead ? 'dead/' : ''}`,
    ]);
  }

  /** Sends so many events of each merchant; returns deliveries to living endpoints a second, from event to log. */
  async function measure({ events, dead }: { events: number; dead: boolean }): Promise<number> {
    await begin(dead);
    const now = new Date();
    for (const merchantId of ids) {
      const news = Array.from({ length: events }, () => ({
        type: 'thing.made',
        subjectId: newId('plan'),
        merchantId,
      }));
      await database.transaction((tx) => recordEvents(tx, now, news));
    }
    const expected = events * merchants * (dead ? ENDPOINTS_OF_EACH - 1 : ENDPOINTS_OF_EACH);
    const sender = createWebhookSender({ allowPrivate: true });
    let taken = 0;
    const webhookSender: typeof sender = {
      ...sender,
      async send(request, signal) {
        const answer = await sender.send(request, signal);
        if (answer.status === 200) taken++;
        return answer;
      },
    };
    const services = {
      database,
      clock: systemClock,
      logger: silentLogger,
      encryption,
      webhookCatalogue,
      webhookSender,
    };
    const observers = [noteEventsForWebhooks(webhookCatalogue)];
    const began = performance.now();
    const dispatching = startDispatching({
      database,
      logger: silentLogger,
      now: () => systemClock.now(),
      observers,
    });
    const deliveries = startWebhookDeliveries(services, { stopMs: 0 });
    while (taken < expected || (await succeeded()) < expected) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const seconds = (performance.now() - began) / 1_000;
    await deliveries.stop();
    await dispatching.stop();
    await sender.close();
    if (taken !== expected) throw new Error(`${taken} were taken, ${expected} expected`);
    return expected / seconds;
  }

  async function succeeded(): Promise<number> {
    const { rows } = await database.pool.query<{ count: string }>(
      "SELECT count(*) FROM webhook_deliveries WHERE status = 'succeeded'",
    );
    return Number(rows[0]?.count);
  }

  return { measure, close: () => database.close() };
}
