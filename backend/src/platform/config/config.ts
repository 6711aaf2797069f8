import { z } from 'zod';
import { readSecretFiles } from './secret-files.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const seconds = z.coerce.number().int().min(1);
const sats = z.coerce.bigint().min(0n);
const url = z.url();
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
/** 'USDB=USD,XYZ=EUR': currencies that are worth exactly one of another. */
const pegs = z
  .string()
  .regex(
    /^[A-Z]{2,10}=[A-Z]{2,10}(,[A-Z]{2,10}=[A-Z]{2,10})*$/,
    'pairs such as USDB=USD, separated by commas',
  )
  .transform(
    (text): Record<string, string> => Object.fromEntries(text.split(',').map((pair) => pair.split('='))),
  );
/** 'BTC:2000,USDC:1000000': amounts by currency, in its smallest unit. */
const amounts = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9]{1,11}:\d{1,37}(,[A-Z][A-Z0-9]{1,11}:\d{1,37})*$/,
    'amounts such as BTC:2000, in the smallest unit of each currency, separated by commas',
  )
  .transform(
    (text): Record<string, bigint> =>
      Object.fromEntries(
        text.split(',').map((item) => {
          const [currency = '', units = '0'] = item.split(':');
          return [currency, BigInt(units)];
        }),
      ),
  );
/** '0:1,10000000:2': confirmations by the satoshi from which on they are asked for. */
const confirmationSteps = z
  .string()
  .regex(/^\d{1,16}:[1-9]\d{0,2}(,\d{1,16}:[1-9]\d{0,2})*$/, 'steps such as 0:1,10000000:2, in satoshi')
  .transform((text) =>
    text.split(',').map((step) => {
      const [fromSats = '0', confirmations = '1'] = step.split(':');
      return { fromSats: BigInt(fromSats), confirmations: Number(confirmations) };
    }),
  );
/** Minute, hour, day of the month, month, day of the week; UTC. */
const cron = z.string().regex(/^[\d*,/-]+( [\d*,/-]+){4}$/, 'five fields such as 23 4 * * *, in UTC');
/** '7d', '15m', '3600': whole seconds, minutes, hours, days or weeks. */
const duration = z
  .string()
  .regex(/^\d+[smhdw]?$/, 'a number with s, m, h, d or w, such as 7d')
  .transform((text) => {
    const unit = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }[text.at(-1) ?? ''] ?? 1;
    return Number.parseInt(text, 10) * unit;
  })
  .refine((value) => value > 0, 'more than zero');

/** Every variable the backend reads, and nothing it does not. `.env.example` explains each in a sentence. */
const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3002),
  PUBLIC_URL: url.default('http://localhost:3002'),
  FRONTEND_URL: url.default('http://localhost:3000'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'an smtp:// or smtps:// URL')
    .optional(),
  EMAIL_FROM: z.string().min(3).default('billing@localhost'),
  CORS_ORIGINS: list.default(['http://localhost:3000']),
  TRUST_PROXY: z.stringbool().default(false),

  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'a postgresql:// URL'),
  READ_REPLICA_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a postgresql:// URL')
    .optional(),
  READ_REPLICA_MAX_LAG_SECONDS: seconds.min(15).max(600).default(30),
  MIGRATE_ON_START: z.stringbool().default(true),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(500).default(10),

  JWT_SECRET: z.string().min(32, 'at least 32 characters: openssl rand -base64 32'),
  JWT_SECRETS_RETIRED: list.pipe(z.array(z.string().min(32, 'each at least 32 characters'))).default([]),
  JWT_EXPIRES_IN: duration.default(604_800),
  SIGN_IN_CHALLENGE_SECONDS: seconds.default(300),
  ENCRYPTION_KEY: z.string().min(32, 'at least 32 characters: openssl rand -base64 32'),
  ENCRYPTION_KEYS_RETIRED: list.pipe(z.array(z.string().min(32, 'each at least 32 characters'))).default([]),

  BITCOIN_NETWORK: z.enum(['mainnet', 'testnet4', 'regtest']).default('regtest'),
  RPC_URL: url,
  RPC_USER: z.string().default(''),
  RPC_PASSWORD: z.string().default(''),
  RPC_COOKIE_FILE: z.string().optional(),
  RPC_TIMEOUT_MS: z.coerce.number().int().min(100).default(30_000),
  ZMQ_BLOCK_URL: z
    .string()
    .regex(/^tcp:\/\//, 'a tcp:// address')
    .optional(),
  ZMQ_TX_URL: z
    .string()
    .regex(/^tcp:\/\//, 'a tcp:// address')
    .optional(),
  MEMPOOL_SECONDS: seconds.max(3_600).default(5),
  BITCOIN_CONFIRMATIONS: confirmationSteps.default([
    { fromSats: 0n, confirmations: 1 },
    { fromSats: 10_000_000n, confirmations: 2 },
    { fromSats: 100_000_000n, confirmations: 6 },
  ]),
  ESPLORA_URL: url.optional(),
  CONFIRMATIONS: z.coerce.number().int().min(1).max(1_000).default(1),
  FEE_RATE_FLOOR: z.coerce.number().min(0.1).max(10_000).default(1),
  FEE_RATE_CEILING: z.coerce.number().min(1).max(100_000).default(500),
  FEE_TARGET_BLOCKS: z.coerce.number().int().min(1).max(1_008).default(6),

  PROVER_API_URL: url,
  PROVER_TIMEOUT_SECONDS: seconds.default(1_200),
  PROVER_FEE_CEILING_SATS: sats.default(20_000n),
  HARDCODED_APP_VK: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits')
    .optional(),
  APP_BINARY_BASE64: z.base64().optional(),
  SPELL_RESERVATION_SECONDS: seconds.default(3_600),

  NOWPAYMENTS_API_URL: url.default('https://api.nowpayments.io/v1'),
  NOWPAYMENTS_API_KEY: z.string().optional(),
  NOWPAYMENTS_IPN_SECRET: z.string().trim().optional(),
  NOWPAYMENTS_EMAIL: z.string().optional(),
  NOWPAYMENTS_PASSWORD: z.string().optional(),
  NOWPAYMENTS_TOTP_SECRET: z
    .string()
    .regex(/^[A-Za-z2-7]{16,}=*$/, 'a base32 secret')
    .optional(),
  NOWPAYMENTS_TIMEOUT_MS: z.coerce.number().int().min(100).default(15_000),

  RATE_SOURCES: list
    .pipe(z.array(z.enum(['coingecko', 'kraken', 'coinbase'])).min(1))
    .default(['coingecko', 'kraken', 'coinbase']),
  RATE_STALE_SECONDS: seconds.default(300),
  RATE_REFRESH_SECONDS: seconds.default(30),
  RATE_MIN_SOURCES: z.coerce.number().int().min(1).default(2),
  RATE_MAX_DEVIATION_BPS: z.coerce.number().int().min(1).max(10_000).default(200),
  RATE_PEGS: pegs.default({ USDB: 'USD' }),
  COINGECKO_API_URL: url.default('https://api.coingecko.com/api/v3'),
  COINGECKO_API_KEY: z.string().optional(),
  KRAKEN_API_URL: url.default('https://api.kraken.com/0/public'),
  COINBASE_API_URL: url.default('https://api.coinbase.com/v2'),

  WALLET_WITHDRAWAL_FEE_BPS: z.coerce.number().int().min(0).max(10_000).default(0),
  WALLET_WITHDRAWAL_FEES: amounts.default({}),
  WALLET_FOUR_EYES: amounts.default({}),
  WALLET_P2P_FEE_BPS: z.coerce.number().int().min(0).max(10_000).default(50),
  WALLET_SWAP_QUOTE_SECONDS: seconds.max(3_600).default(15),
  WALLET_SWAP_SPREAD_BPS: z.coerce.number().int().min(0).max(5_000).default(50),
  WALLET_SWAP_FEE_BPS: z.coerce.number().int().min(0).max(5_000).default(25),
  WALLET_EXPRESS_BUY_QUOTE_SECONDS: seconds.max(86_400).default(900),
  WALLET_EXPRESS_BUY_SPREAD_BPS: z.coerce.number().int().min(0).max(5_000).default(100),
  WALLET_EXPRESS_BUY_FEE_BPS: z.coerce.number().int().min(0).max(5_000).default(150),
  BANK_API_URL: url.optional(),
  BANK_API_KEY: z.string().optional(),
  BANK_WEBHOOK_SECRET: z.string().optional(),
  BANK_TIMEOUT_MS: z.coerce.number().int().min(100).default(15_000),

  QUOTE_SECONDS: seconds.default(900),

  REFERRAL_COMMISSION_BPS: z.coerce.number().int().min(0).max(10_000).default(2_000),
  REFERRAL_WINDOW_DAYS: z.coerce.number().int().min(0).max(36_500).default(30),

  WEBHOOK_ALLOW_PRIVATE: z.stringbool().default(false),

  GRAPHQL_SANDBOX: z.stringbool().optional(),
  LEDGER_CURRENCIES: list.default([]),

  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'a redis:// or rediss:// URL')
    .optional(),
  RATE_LIMIT_STORE: z.enum(['memory', 'postgres', 'redis']).optional(),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  SIGN_IN_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(30),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOGS_DIR: z.string().optional(),
  LOGS_MAX_MB: z.coerce.number().int().min(0).max(100_000).default(100),
  LOGS_KEEP: z.coerce.number().int().min(0).max(1_000).default(10),
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters: openssl rand -base64 32').optional(),
  SENTRY_DSN: url.optional(),
  SENTRY_TRACES_SAMPLE_RATE: z.coerce.number().min(0).max(1).default(0),
  LEDGER_CHECK_CRON: cron.default('23 4 * * *'),
  DRAIN_SECONDS: z.coerce.number().int().min(0).max(300).default(0),
});

/** The names of all of them. */
export const VARIABLES: readonly string[] = Object.keys(environment.shape);

export type Config = Readonly<z.infer<typeof environment>>;

/** Says every problem of the environment at once, one line each. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads and validates the environment; NAME_FILE stands for NAME with the content of that file. Empty values count as
 * unset. Throws ConfigError.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const files = readSecretFiles(env, VARIABLES);
  if (files.problems.length > 0) throw new ConfigError(files.problems);
  const set = Object.fromEntries(
    Object.entries(files.env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = environment.safeParse(set);
  if (!result.success) {
    throw new ConfigError(
      result.error.issues.map(({ path, message, code }) => {
        const name = String(path[0]);
        return set[name] === undefined && code === 'invalid_type'
          ? `${name} is missing`
          : `${name}: ${message}`;
      }),
    );
  }
  const problems = crossChecks(result.data);
  if (problems.length > 0) throw new ConfigError(problems);
  return result.data;
}

function crossChecks(config: Config): string[] {
  const problems: string[] = [];
  if (config.FEE_RATE_FLOOR > config.FEE_RATE_CEILING) {
    problems.push('FEE_RATE_FLOOR: must not exceed FEE_RATE_CEILING');
  }
  if (config.BITCOIN_NETWORK !== 'regtest' && !config.ESPLORA_URL) {
    problems.push('ESPLORA_URL: needed on public networks, to find the outputs that fund a transaction');
  }
  if (Boolean(config.APP_BINARY_BASE64) !== Boolean(config.HARDCODED_APP_VK)) {
    problems.push(
      'HARDCODED_APP_VK and APP_BINARY_BASE64: set both, or neither to use the contract that ships',
    );
  }
  if (config.RATE_LIMIT_STORE === 'redis' && !config.REDIS_URL) {
    problems.push('REDIS_URL: needed with RATE_LIMIT_STORE=redis');
  }
  if (config.NOWPAYMENTS_API_KEY && !config.NOWPAYMENTS_IPN_SECRET) {
    problems.push('NOWPAYMENTS_IPN_SECRET: needed with NOWPAYMENTS_API_KEY, to believe notifications');
  }
  if (Boolean(config.NOWPAYMENTS_EMAIL) !== Boolean(config.NOWPAYMENTS_PASSWORD)) {
    problems.push('NOWPAYMENTS_PASSWORD and NOWPAYMENTS_EMAIL: set both to pay out, or neither');
  }
  if (config.NODE_ENV === 'production' && config.WEBHOOK_ALLOW_PRIVATE) {
    problems.push('WEBHOOK_ALLOW_PRIVATE: for development alone; merchants would reach your own network');
  }
  const bank = [config.BANK_API_URL, config.BANK_API_KEY, config.BANK_WEBHOOK_SECRET].filter(Boolean);
  if (bank.length === 1 || bank.length === 2) {
    problems.push('BANK_API_URL, BANK_API_KEY and BANK_WEBHOOK_SECRET: set all of them, or none');
  }
  if (config.RATE_MIN_SOURCES > new Set(config.RATE_SOURCES).size) {
    problems.push('RATE_MIN_SOURCES: must not exceed the number of different RATE_SOURCES');
  }
  if (config.RATE_REFRESH_SECONDS >= config.RATE_STALE_SECONDS) {
    problems.push('RATE_REFRESH_SECONDS: must be less than RATE_STALE_SECONDS');
  }
  return problems;
}
