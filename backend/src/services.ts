import {
  type BillingServices,
  billingLetterSource,
  billingWebhookSources,
  tryAutoPayment,
} from './billing/index.ts';
import {
  type ChainFollower,
  createBitcoinRpc,
  createEsploraUtxoSource,
  createNodeUtxoSource,
  followChain,
  type MempoolWatcher,
  watchMempool,
} from './bitcoin/index.ts';
import {
  type CharmsServices,
  charmsObserver,
  createAppBinaries,
  createProverClient,
  measureProver,
} from './charms/index.ts';
import { createCurrencies } from './ledger/index.ts';
import { createSmtpMailer, type NotificationServices, noteEventsForEmails } from './notifications/index.ts';
import { createFiguresReader, createHealth, type OperationsServices } from './operations/index.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Config } from './platform/config/index.ts';
import { openDatabase } from './platform/database/index.ts';
import { createEncryption } from './platform/encryption/index.ts';
import { createLiveEvents, type EventObserver } from './platform/events/index.ts';
import { createJobs } from './platform/jobs/index.ts';
import { createLogger, type LogFiles, type Logger, openLogFiles } from './platform/logging/index.ts';
import { createMetrics, type Metrics } from './platform/metrics/index.ts';
import {
  countRefusals,
  createLeasingStore,
  createMemoryStore,
  createPostgresCounts,
  createRateLimits,
  createRedisCounts,
  type RateLimitStore,
  type SharedCounts,
} from './platform/rate-limit/index.ts';
import { createStaleReads } from './platform/replica/index.ts';
import type { PlatformServices } from './platform/services.ts';
import { createBalanceRail } from './rails/balance/index.ts';
import { bankRailFromConfig } from './rails/bank/index.ts';
import { bitcoinRailObserver, createBitcoinRail } from './rails/bitcoin/index.ts';
import {
  charmsRailObserver,
  createCharmsRail,
  createPlanMinting,
  creditForeignMints,
} from './rails/charms/index.ts';
import { nowPaymentsFromConfig, walletAdapters } from './rails/nowpayments/index.ts';
import { createRateSources, createRates } from './rates/index.ts';
import type { WalletServices } from './wallet/index.ts';
import {
  createCatalogue,
  createWebhookSender,
  endpointLetterSource,
  endpointSource,
  noteEventsForWebhooks,
  type WebhookServices,
} from './webhooks/index.ts';

/** Everything the backend works with, built once. */
export interface Services
  extends CharmsServices,
    BillingServices,
    WalletServices,
    WebhookServices,
    NotificationServices,
    OperationsServices {
  readonly follower: ChainFollower;
  readonly mempool: MempoolWatcher;
  /** Told of every event, in the transaction that dispatches it. */
  readonly eventObservers: readonly EventObserver[];
  /** Absent where each process counts requests by itself. */
  readonly sharedCounts?: SharedCounts;
  /** Absent where LOGS_DIR is not set. */
  readonly logFiles?: LogFiles;
}

/** What a caller puts in place of the real thing. */
export interface Replacements {
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly metrics?: Metrics;
  /** Told of every SQL statement. */
  readonly onQuery?: (sql: string) => void;
}

/**
 * Builds all parts from the configuration. Nothing connects before it is used or started.
 * @throws ConfigError
 */
export function createServices(config: Config, replacements: Replacements = {}): Services {
  const logFiles = replacements.logger ? undefined : logFilesFromConfig(config);
  const charms = createCharms(config, createPlatform(config, replacements, logFiles));
  const { rpc, database, clock, logger, metrics, chainObservers: observers } = charms;
  const money = createMoney(charms);
  const rails = {
    charms: createCharmsRail(charms),
    bitcoin: createBitcoinRail(charms),
    balance: createBalanceRail({ ...charms, ...money }),
  };
  const follower = followChain({
    rpc,
    database,
    clock,
    logger,
    observers,
    confirmations: config.CONFIRMATIONS,
    network: config.BITCOIN_NETWORK,
    metrics,
  });
  return {
    ...charms,
    ...(logFiles ? { logFiles } : {}),
    ...createOperations(charms),
    ...money,
    ...createWebhooks(charms),
    ...walletAdapters(config, clock, nowPaymentsFromConfig(config, clock)),
    rails,
    autoPayment: (invoice) => tryAutoPayment({ ...charms, ...money, rails }, invoice),
    planMinting: createPlanMinting(charms),
    ...(config.SMTP_URL === undefined
      ? {}
      : { mailer: createSmtpMailer(config.SMTP_URL, config.EMAIL_FROM) }),
    follower,
    mempool: watchMempool({ rpc, database, clock, logger, observers, onConflict: () => follower.run() }),
  };
}

function logFilesFromConfig({ LOGS_DIR, LOGS_MAX_MB, LOGS_KEEP }: Config): LogFiles | undefined {
  if (LOGS_DIR === undefined) return undefined;
  return openLogFiles(LOGS_DIR, { maxBytes: LOGS_MAX_MB * 1_000_000, keep: LOGS_KEEP });
}

function createPlatform(
  config: Config,
  replacements: Replacements,
  logFiles: LogFiles | undefined,
): PlatformServices & Pick<Services, 'sharedCounts'> {
  const { clock = systemClock, metrics = createMetrics(), onQuery } = replacements;
  const logger = replacements.logger ?? createLogger({ level: config.LOG_LEVEL, files: logFiles });
  const database = openDatabase({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    metrics,
    ...(onQuery ? { onQuery } : {}),
  });
  return {
    config,
    clock,
    logger,
    metrics,
    database,
    // Who only puts jobs into the queue leaves its upkeep and the schedules to the workers.
    jobs: createJobs(
      database,
      logger,
      config.ROLE === 'api' ? { supervise: false, schedule: false } : {},
      metrics,
    ),
    liveEvents: createLiveEvents(config.DATABASE_URL, logger),
    ...createCounting(config, { clock, logger, database, metrics }),
    staleReads: createStaleReads({
      database,
      logger,
      primaryUrl: config.DATABASE_URL,
      replicaUrl: config.READ_REPLICA_URL,
      poolSize: config.DATABASE_POOL_SIZE,
      maxLagSeconds: config.READ_REPLICA_MAX_LAG_SECONDS,
    }),
  };
}

/** Limits of requests: counted by each process for itself, or where all of them count together. */
function createCounting(
  config: Config,
  { clock, logger, database, metrics }: Pick<PlatformServices, 'clock' | 'logger' | 'database' | 'metrics'>,
): Pick<PlatformServices, 'rateLimits'> & Pick<Services, 'sharedCounts'> {
  const { REDIS_URL, ROLE, RATE_LIMIT_STORE } = config;
  const where = RATE_LIMIT_STORE ?? (REDIS_URL ? 'redis' : ROLE === 'all' ? 'memory' : 'postgres');
  const memory = createMemoryStore();
  const limitsBy = (store: RateLimitStore) => countRefusals(createRateLimits(config, clock, store), metrics);
  if (where === 'memory' || ROLE === 'worker') return { rateLimits: limitsBy(memory) };
  const sharedCounts =
    where === 'redis' && REDIS_URL ? createRedisCounts(REDIS_URL, logger) : createPostgresCounts(database);
  return { sharedCounts, rateLimits: limitsBy(createLeasingStore(sharedCounts, memory)) };
}

function createWebhooks({
  config,
}: PlatformServices): Pick<Services, 'encryption' | 'webhookCatalogue' | 'webhookSender' | 'eventObservers'> {
  const webhookCatalogue = createCatalogue([...billingWebhookSources, endpointSource]);
  return {
    encryption: createEncryption(config.ENCRYPTION_KEY, config.ENCRYPTION_KEYS_RETIRED),
    webhookCatalogue,
    webhookSender: createWebhookSender({ allowPrivate: config.WEBHOOK_ALLOW_PRIVATE }),
    eventObservers: [
      noteEventsForWebhooks(webhookCatalogue),
      ...(config.SMTP_URL === undefined
        ? []
        : [noteEventsForEmails([billingLetterSource, endpointLetterSource])]),
    ],
  };
}

function createOperations(charms: CharmsServices): Pick<Services, 'figures' | 'health'> {
  const figures = createFiguresReader(charms);
  return { figures, health: createHealth({ ...charms, figures }) };
}

function createMoney({
  config,
  clock,
  logger,
}: PlatformServices): Pick<WalletServices, 'currencies' | 'rates' | 'fiatRails'> {
  const currencies = createCurrencies(config.LEDGER_CURRENCIES);
  const bank = bankRailFromConfig(config, currencies, clock);
  return {
    currencies,
    fiatRails: bank === undefined ? [] : [bank],
    rates: createRates({
      sources: createRateSources(config, clock),
      clock,
      logger,
      staleSeconds: config.RATE_STALE_SECONDS,
      refreshSeconds: config.RATE_REFRESH_SECONDS,
      minSources: config.RATE_MIN_SOURCES,
      maxDeviationBps: config.RATE_MAX_DEVIATION_BPS,
      pegs: config.RATE_PEGS,
    }),
  };
}

function createCharms(config: Config, platform: PlatformServices): CharmsServices {
  const network = config.BITCOIN_NETWORK;
  const rpc = createBitcoinRpc({
    url: config.RPC_URL,
    user: config.RPC_USER,
    password: config.RPC_PASSWORD,
    timeoutMs: config.RPC_TIMEOUT_MS,
    ...(config.RPC_COOKIE_FILE === undefined ? {} : { cookieFile: config.RPC_COOKIE_FILE }),
  });
  const foreignMints = creditForeignMints(network);
  return {
    ...platform,
    rpc,
    utxos:
      config.ESPLORA_URL === undefined
        ? createNodeUtxoSource(rpc, network)
        : createEsploraUtxoSource(config.ESPLORA_URL, network),
    prover: measureProver(
      createProverClient({
        url: config.PROVER_API_URL,
        timeoutMs: config.PROVER_TIMEOUT_SECONDS * 1_000,
      }),
      platform.metrics,
    ),
    appBinaries: createAppBinaries(config),
    // In this order: billing asks about what charms has noted.
    chainObservers: [
      charmsObserver({ config, logger: platform.logger, foreignMints }),
      charmsRailObserver,
      bitcoinRailObserver(config),
    ],
  };
}
