import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { loadConfig } from '../../../../backend/src/platform/config/index.ts';
import {
  type Database,
  migrateDatabase,
  openDatabase,
} from '../../../../backend/src/platform/database/index.ts';
import { createJobs } from '../../../../backend/src/platform/jobs/index.ts';
import { silentLogger } from '../../../../backend/src/platform/logging/index.ts';
import { freePort } from '../../stack/ports.ts';
import { startPostgres } from '../../stack/postgres/start-postgres.ts';
import { ROOT } from '../../stack/root.ts';
import { openShop, type Shop } from '../api/shop.ts';
import { countLosses, type Losses } from './audit.ts';
import { type Backend, startBackend } from './backends.ts';
import { type Load, startClients } from './clients.ts';
import { addEndpoint, makeDue } from './due-work.ts';
import { startNginx } from './nginx.ts';
import { startReceiver } from './receiver.ts';
import { startWatchers } from './watchers.ts';

export interface StormOptions {
  /** What is run, in the order in which it is killed. */
  readonly roles: readonly ('api' | 'worker')[];
  /** Whether it is enough, after so many kills and seconds. */
  readonly enough: (kills: number, seconds: number) => boolean;
  /** From one kill to the next, and longer where a process takes longer to be back. */
  readonly killEveryMs: number;
  readonly renewals: number;
  /** Over which renewals become due. */
  readonly renewalSeconds: number;
  /** Of the merchant, each with a subscription and three invoices. */
  readonly customers: number;
  readonly load: Load;
  /** How many watch a plan over live connections. */
  readonly watchers: number;
  readonly progress: (text: string) => void;
}

export interface StormReport extends Losses {
  readonly answered: number;
  readonly kills: number;
  /** Requests that failed twice. */
  readonly requestsFailed: number;
  readonly requestsRetried: number;
  /** During the restart of all processes one after the other: requests that failed once, which clients would not repeat. */
  readonly rollingRetried: number;
  readonly rollingAnswered: number;
  /** Gifts of credit that clients were told of. */
  readonly credits: number;
  readonly watchers: number;
  readonly watchersLost: number;
  readonly watchersReconnected: number;
  readonly webhooks: number;
  /** Sent again under the same id, because the process ended between the answer and its note. */
  readonly webhooksRepeated: number;
  readonly failures: readonly string[];
}

const SETTLE_MS = 240_000;
const TOLD_MS = 180_000;
/** Longer than `fail_timeout`, for which nginx leaves out a process that has refused: the next may go only then. */
const NOTICED_MS = 2_000;
const PAYING_CUSTOMERS = 200;
const RENEWAL_EVERY_MS = 1_000;

/**
 * Processes of the API behind nginx, and workers, under mixed load; one of them is killed every few seconds, by SIGKILL
 * and SIGTERM in turns; then all of them are restarted one after the other; then everything is counted.
 */
export async function runStorm(options: StormOptions): Promise<StormReport> {
  const { roles, renewals, progress } = options;
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-failover-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    progress('building the backend');
    const build = join('backend/dist', `failover-${randomBytes(6).toString('hex')}`);
    stops.push(() => rm(join(ROOT, build), { recursive: true, force: true }));
    await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--conditions=source', 'backend/build.ts', build],
      { cwd: ROOT },
    );
    const postgres = await startPostgres({
      dataDir: join(folder, 'postgres'),
      settings: { max_connections: '200' },
    });
    stops.push(() => postgres.stop());
    const databaseUrl = postgres.urlOf('postgres');
    await migrateDatabase(databaseUrl);
    const receiver = await startReceiver();
    stops.push(async () => receiver.close());
    const env = environment(databaseUrl, receiver.url, join(folder, 'compiled'));
    const database = openDatabase({ url: databaseUrl });
    stops.push(() => database.close());
    const shop = await openShop(database, loadConfig({ ...env, ROLE: 'api' }), options.customers);
    await addEndpoint(database, shop.merchantId, receiver.url, env.ENCRYPTION_KEY);

    progress(`starting ${roles.join(', ')} and nginx`);
    const backends: Backend[] = [];
    for (const [index, role] of roles.entries()) {
      const backend = await startBackend(`${role} ${index}`, join(ROOT, build, 'main.js'), await freePort(), {
        ...env,
        ROLE: role,
      });
      backends.push(backend);
      stops.push(() => backend.stop());
    }
    const port = await freePort();
    const apis = backends.filter(({ name }) => name.startsWith('api'));
    const nginx = await startNginx(
      join(folder, 'nginx'),
      port,
      apis.map((api) => api.port),
    );
    stops.push(() => nginx.stop());

    const url = `http://127.0.0.1:${port}/graphql`;
    const due = await makeDue(database, shop.merchantId, renewals, options.renewalSeconds);
    const renewing = await keepRenewing(database);
    stops.push(() => renewing.stop());
    const planId = await anyPlan(database, shop);
    const watchers = startWatchers(url, shop.token, planId, options.watchers);
    stops.push(() => watchers.stop());
    const clients = startClients(url, shop, await payingCustomers(database, shop), options.load);

    progress(`killing one every ${options.killEveryMs / 1_000} s`);
    const kills = await killInTurns(backends, options);
    const requestsRetried = clients.retried();
    const answered = clients.answered();
    const before = clients.failures.length;
    progress('restarting all of them, one after the other');
    for (const backend of backends) {
      await backend.replace('SIGTERM');
      progress(`${backend.name} is back`);
      await sleep(NOTICED_MS);
    }
    await clients.stop();
    const rollingRetried = clients.retried() - requestsRetried + clients.failures.length - before;

    progress('waiting until everything has settled');
    await archive(url, shop, planId);
    const told = await watchers.told(TOLD_MS);
    const losses = await countLosses(database, { due, credited: clients.credited, receiver }, SETTLE_MS);
    return {
      ...losses,
      answered,
      kills,
      requestsFailed: clients.failures.length,
      requestsRetried,
      rollingRetried,
      rollingAnswered: clients.answered() - answered,
      credits: clients.credited.size,
      watchers: watchers.count,
      watchersLost: watchers.count - told,
      watchersReconnected: watchers.reconnected(),
      webhooks: receiver.messages.size,
      webhooksRepeated: [...receiver.messages.values()].reduce((sum, times) => sum + times - 1, 0),
      failures: [...clients.failures, ...watchers.failures],
    };
  } finally {
    for (const stop of stops.reverse()) await stop().catch((error: unknown) => progress(String(error)));
  }
}

function environment(databaseUrl: string, receiverUrl: string, compiled: string) {
  return {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    // Every start after the first finds its code compiled.
    NODE_COMPILE_CACHE: compiled,
    MIGRATE_ON_START: 'false',
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '10',
    JWT_SECRET: randomBytes(32).toString('hex'),
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    RPC_URL: `${receiverUrl}/node`,
    PROVER_API_URL: 'http://127.0.0.1:1',
    TRUST_PROXY: 'true',
    DRAIN_SECONDS: '5',
    RATE_LIMIT_PER_MINUTE: '1000000',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    LOG_LEVEL: 'warn',
  };
}

/** One after the other, an API process and a worker in turns; each is back before the next goes. */
async function killInTurns(
  backends: readonly Backend[],
  { enough, killEveryMs, progress }: StormOptions,
): Promise<number> {
  const start = Date.now();
  let kills = 0;
  // None goes before there is something for it to lose.
  await sleep(killEveryMs);
  while (!enough(kills, (Date.now() - start) / 1_000)) {
    const next = sleep(killEveryMs);
    const turn = kills % backends.length;
    const backend = backends[turn];
    // Over two rounds each process meets both.
    const how = (turn + Math.floor(kills / backends.length)) % 2 === 0 ? 'SIGKILL' : 'SIGTERM';
    const began = Date.now();
    await backend?.replace(how);
    progress(`${backend?.name}: ${how}, back after ${((Date.now() - began) / 1_000).toFixed(1)} s`);
    kills += 1;
    await Promise.all([next, sleep(NOTICED_MS)]);
  }
  return kills;
}

/** Asks for renewals more often than their schedule would. */
async function keepRenewing(database: Database): Promise<{ stop(): Promise<void> }> {
  const jobs = createJobs(database, silentLogger, { supervise: false, schedule: false });
  await jobs.start({ work: false });
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      await database.transaction((tx) => jobs.enqueue(tx, 'invoice-renewals', {}));
      await sleep(RENEWAL_EVERY_MS);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await running;
      await jobs.stop();
    },
  };
}

async function anyPlan({ pool }: Database, { merchantId }: Shop): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM plans WHERE merchant_id = $1 ORDER BY id DESC LIMIT 1',
    [merchantId],
  );
  return rows[0]?.id ?? '';
}

/** Of subscriptions that are not renewed meanwhile, which would be paid from the credit. */
async function payingCustomers({ pool }: Database, { merchantId }: Shop): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT customer_id AS id FROM subscriptions WHERE merchant_id = $1 ORDER BY id DESC LIMIT $2',
    [merchantId, PAYING_CUSTOMERS],
  );
  return rows.map(({ id }) => id);
}

async function archive(url: string, { token }: Shop, planId: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      query: 'mutation ($id: ID!) { archivePlan(planId: $id) { status } }',
      variables: { id: planId },
    }),
  });
  if (!response.ok) throw new Error(`the plan could not be archived: ${await response.text()}`);
}
