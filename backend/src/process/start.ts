import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, createApi, createHealthApi } from '../api/index.ts';
import { billingJobs } from '../billing/index.ts';
import {
  followChainJob,
  startBlockNotices,
  startTransactionNotices,
  startWatchingMempool,
} from '../bitcoin/index.ts';
import { charmsJobs } from '../charms/index.ts';
import { complianceJobs } from '../compliance/index.ts';
import { identityJobs } from '../identity/index.ts';
import { checkLedgerJob, startLedgerUpkeep } from '../ledger/index.ts';
import { notificationJobs } from '../notifications/index.ts';
import { pruneJob, startHeartbeat } from '../operations/index.ts';
import type { Config } from '../platform/config/index.ts';
import { migrateDatabase } from '../platform/database/index.ts';
import { startErrorReports } from '../platform/error-reports/index.ts';
import { startDispatching } from '../platform/events/index.ts';
import { pruneKeysJob } from '../platform/idempotency/index.ts';
import type { JobDefinition } from '../platform/jobs/index.ts';
import { createMetrics } from '../platform/metrics/index.ts';
import { pruneCountsJob } from '../platform/rate-limit/index.ts';
import { createServices, type Replacements, type Services } from '../services.ts';
import { walletJobs } from '../wallet/index.ts';
import { startWebhookDeliveries, webhookJobs } from '../webhooks/index.ts';
import { checkBitcoinNode } from './check-bitcoin-node.ts';
import { databaseAway, portTaken } from './startup.errors.ts';

export interface Running {
  readonly services: Services;
  readonly port: number;
  /** Lets go of everything in order; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

const DATABASE_TIMEOUT_MS = 10_000;
/** Together less than the time that main.ts gives the whole. */
const API_CLOSE_MS = 7_000;
const JOBS_STOP_MS = 6_000;

/**
 * Starts what the role asks for: `api` answers requests, `worker` does the background work, `all` is both.
 * If a part cannot start, those before it are stopped again.
 * @throws StartupError, ConfigError
 */
export async function start(
  config: Config,
  version: string,
  replacements: Replacements = {},
): Promise<Running> {
  const services = createServices(config, { metrics: createMetrics({ runtime: true }), ...replacements });
  const { logger, database, jobs, liveEvents } = services;
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) {
      await each().catch((error: unknown) => logger.error({ err: error }, 'stopping'));
    }
  };
  const begin = async (part: { start: () => Promise<unknown>; stop: () => Promise<unknown> }) => {
    stops.push(part.stop);
    await part.start();
  };
  try {
    const reports = await startErrorReports(config, version);
    if (reports) stops.push(() => reports.stop());
    stops.push(() => database.close());
    stops.push(async () => services.sharedCounts?.close());
    await openDatabase(services);
    await checkBitcoinNode(services);
    await begin(liveEvents);
    await begin(services.staleReads);

    const works = config.ROLE !== 'api';
    for (const job of allJobs(services)) jobs.register(job);
    await begin({ start: () => jobs.start({ work: works }), stop: () => jobs.stop(JOBS_STOP_MS) });
    if (works) stops.push(...(await startWork(services)));

    const heartbeat = startHeartbeat(services, version);
    stops.push(() => heartbeat.stop());
    const api = await (config.ROLE === 'worker' ? createHealthApi : createApi)(services, { version, jobs });
    stops.push(
      () => api.close(API_CLOSE_MS),
      // Nobody sends requests to a worker.
      () => drain(api, config.ROLE === 'worker' ? 0 : config.DRAIN_SECONDS),
    );
    const { port } = await api.listen(config.HOST, config.PORT).catch((error: unknown) => {
      throw portTaken(config.HOST, config.PORT, error);
    });
    logger.info({ role: config.ROLE, host: config.HOST, port, version }, 'started');
    return { services, port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openDatabase({ config, database, logger }: Services): Promise<void> {
  try {
    await database.ping(DATABASE_TIMEOUT_MS);
    if (!config.MIGRATE_ON_START) return;
    await migrateDatabase(config.DATABASE_URL, (line) => logger.info(`migration: ${line}`));
  } catch (error) {
    throw databaseAway(config.DATABASE_URL, error);
  }
}

/** Lets whoever sends requests notice that this process is about to end, before it takes no more. */
async function drain(api: Api, seconds: number): Promise<void> {
  api.drain();
  await sleep(seconds * 1_000);
}

function allJobs(services: Services): JobDefinition<object>[] {
  return [
    pruneKeysJob(services),
    pruneJob(services),
    checkLedgerJob(services),
    pruneCountsJob(services),
    ...identityJobs(services),
    ...complianceJobs(services),
    ...walletJobs(services),
    ...charmsJobs(services),
    ...billingJobs(services),
    ...webhookJobs(services),
    ...notificationJobs(services),
    followChainJob(services.follower, services.logger),
  ] as JobDefinition<object>[];
}

/** What a worker does beside its jobs. Returns how to stop each. */
async function startWork(services: Services): Promise<(() => Promise<unknown>)[]> {
  const { config, clock, database, follower, logger, eventObservers: observers } = services;
  const dispatching = startDispatching({ database, logger, now: () => clock.now(), observers });
  const webhooks = startWebhookDeliveries(services);
  const ledgerUpkeep = startLedgerUpkeep({ database, clock, logger });
  const follow = () =>
    follower.run().catch((error: unknown) => logger.warn({ err: error }, 'the chain could not be followed'));
  void follow();
  const stops = [
    () => services.webhookSender.close(),
    async () => services.mailer?.close(),
    () => webhooks.stop(),
    () => dispatching.stop(),
    () => ledgerUpkeep.stop(),
    () => follower.stop(),
  ];
  if (config.ZMQ_BLOCK_URL !== undefined) {
    const notices = await startBlockNotices({ url: config.ZMQ_BLOCK_URL, onBlock: follow, logger });
    stops.push(async () => notices.stop());
  }
  return [...stops, ...(await watchTransactions(services))];
}

/** The node tells of transactions where it can, and is asked now and then for what it did not tell. */
async function watchTransactions({ config, mempool, logger }: Services): Promise<(() => Promise<unknown>)[]> {
  const url = config.ZMQ_TX_URL;
  const seconds = url === undefined ? config.MEMPOOL_SECONDS : Math.max(60, config.MEMPOOL_SECONDS);
  const watching = startWatchingMempool(mempool, logger, seconds);
  const stop = () => watching.stop();
  if (url === undefined) return [stop];
  const notices = await startTransactionNotices({ url, onTransaction: (raw) => mempool.take(raw), logger });
  return [stop, async () => notices.stop()];
}
