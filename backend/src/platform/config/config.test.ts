import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, VARIABLES } from './config.ts';

const NEEDED = {
  DATABASE_URL: 'postgresql://localhost/charmbills',
  JWT_SECRET: 'x'.repeat(32),
  ENCRYPTION_KEY: 'y'.repeat(32),
  RPC_URL: 'http://localhost:18443',
  PROVER_API_URL: 'http://localhost:8080',
};

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('what is needed is named all at once when it is missing', () => {
  expect(problemsOf({})).toEqual([
    'DATABASE_URL is missing',
    'JWT_SECRET is missing',
    'ENCRYPTION_KEY is missing',
    'RPC_URL is missing',
    'PROVER_API_URL is missing',
  ]);
});

test('everything else has a default, and an empty value counts as unset', () => {
  const config = loadConfig(NEEDED);
  expect(config).toMatchObject({
    NODE_ENV: 'development',
    ROLE: 'all',
    PORT: 3002,
    JWT_EXPIRES_IN: 7 * 24 * 3_600,
    BITCOIN_NETWORK: 'regtest',
    CONFIRMATIONS: 1,
    PROVER_FEE_CEILING_SATS: 20_000n,
    CORS_ORIGINS: ['http://localhost:3000'],
    TRUST_PROXY: false,
    MIGRATE_ON_START: true,
  });
  const empty = Object.fromEntries(VARIABLES.map((name) => [name, '']));
  expect(loadConfig({ ...empty, ...NEEDED })).toEqual(config);
});

test.each<[string, string]>([
  ['NODE_ENV', 'staging'],
  ['ROLE', 'boss'],
  ['PORT', '70000'],
  ['PORT', '30o2'],
  ['PUBLIC_URL', 'charmbills.example'],
  ['TRUST_PROXY', 'perhaps'],
  ['DATABASE_URL', 'mysql://localhost/charmbills'],
  ['DATABASE_POOL_SIZE', '1'],
  ['JWT_SECRET', 'x'.repeat(31)],
  ['JWT_EXPIRES_IN', '7 days'],
  ['ENCRYPTION_KEY', 'x'.repeat(31)],
  ['ENCRYPTION_KEYS_RETIRED', `${'x'.repeat(32)},short`],
  ['JWT_EXPIRES_IN', '0'],
  ['BITCOIN_NETWORK', 'testnet'],
  ['ZMQ_BLOCK_URL', 'http://localhost:1'],
  ['CONFIRMATIONS', '0'],
  ['CONFIRMATIONS', '1.5'],
  ['FEE_RATE_FLOOR', '0'],
  ['PROVER_FEE_CEILING_SATS', '-1'],
  ['PROVER_FEE_CEILING_SATS', '1.5'],
  ['HARDCODED_APP_VK', 'AB'.repeat(32)],
  ['NOWPAYMENTS_TOTP_SECRET', 'not base32!'],
  ['RATE_SOURCES', 'coingecko,oracle'],
  ['RATE_PEGS', 'USDB'],
  ['RATE_MAX_DEVIATION_BPS', '0'],
  ['LOG_LEVEL', 'loud'],
  ['LOGS_MAX_MB', '-1'],
  ['METRICS_TOKEN', 'short'],
  ['SENTRY_TRACES_SAMPLE_RATE', '1.1'],
  ['LEDGER_CHECK_CRON', 'daily'],
  ['DRAIN_SECONDS', '-1'],
])('%s=%s is refused by its name', (name, value) => {
  const problems = problemsOf({ ...NEEDED, [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name}: `));
});

test.each([
  ['90s', 90],
  ['15m', 900],
  ['2h', 7_200],
  ['7d', 604_800],
  ['1w', 604_800],
  ['3600', 3_600],
])('a duration of %s is %d seconds', (text, expected) => {
  expect(loadConfig({ ...NEEDED, JWT_EXPIRES_IN: text }).JWT_EXPIRES_IN).toBe(expected);
});

describe('variables that depend on each other', () => {
  test('a fee floor above the ceiling', () => {
    expect(problemsOf({ ...NEEDED, FEE_RATE_FLOOR: '10', FEE_RATE_CEILING: '9' })).toEqual([
      expect.stringMatching(/^FEE_RATE_FLOOR: /),
    ]);
  });

  test('a public network without a source of outputs', () => {
    const mainnet = { ...NEEDED, BITCOIN_NETWORK: 'mainnet' };
    expect(problemsOf(mainnet)).toEqual([expect.stringMatching(/^ESPLORA_URL: /)]);
    expect(problemsOf({ ...mainnet, ESPLORA_URL: 'https://esplora.example/api' })).toEqual([]);
  });

  test('a payment provider whose notifications cannot be believed, or who cannot be paid out from', () => {
    const key = { ...NEEDED, NOWPAYMENTS_API_KEY: 'key' };
    expect(problemsOf(key)).toEqual([expect.stringMatching(/^NOWPAYMENTS_IPN_SECRET: /)]);
    const both = { ...key, NOWPAYMENTS_IPN_SECRET: 'secret' };
    expect(problemsOf(both)).toEqual([]);
    expect(problemsOf({ ...both, NOWPAYMENTS_EMAIL: 'a@b.example' })).toHaveLength(1);
  });

  test('more sources of rates than there are, and rates that are stale before they are refreshed', () => {
    const twice = { ...NEEDED, RATE_SOURCES: 'kraken,kraken' };
    expect(problemsOf(twice)).toEqual([expect.stringMatching(/^RATE_MIN_SOURCES: /)]);
    expect(problemsOf({ ...NEEDED, RATE_STALE_SECONDS: '30' })).toEqual([
      expect.stringMatching(/^RATE_REFRESH_SECONDS: /),
    ]);
  });

  test('webhooks into one’s own network in production', () => {
    const allowed = { ...NEEDED, WEBHOOK_ALLOW_PRIVATE: 'true' };
    expect(problemsOf(allowed)).toEqual([]);
    expect(problemsOf({ ...allowed, NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^WEBHOOK_ALLOW_PRIVATE: /),
    ]);
  });

  test('half of a contract of one’s own', () => {
    expect(problemsOf({ ...NEEDED, HARDCODED_APP_VK: 'ab'.repeat(32) })).toHaveLength(1);
    expect(problemsOf({ ...NEEDED, APP_BINARY_BASE64: 'AGFzbQ==' })).toHaveLength(1);
  });
});

test('no secret stands in what is said about the configuration', () => {
  const secret = 'too-short-secret';
  const { message } = new ConfigError(problemsOf({ ...NEEDED, JWT_SECRET: secret }));
  expect(message).not.toContain(secret);
});

describe('.env.example', () => {
  const lines = readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8').split('\n');
  const examples = new Map(
    lines.flatMap((line, i) => {
      const [, name, value] = /^#([A-Z_0-9]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, { value: value ?? '', comment: lines[i - 1] ?? '' }]];
    }),
  );

  test.each(VARIABLES)('explains %s in a sentence', (name) => {
    expect(examples.get(name)?.comment).toMatch(/^# \S.* .*\.$/);
  });

  test('holds values that can be used, and shows every default', () => {
    const used = Object.fromEntries(VARIABLES.map((name) => [name, examples.get(name)?.value]));
    const config = loadConfig(used);
    const defaults: Partial<typeof config> = loadConfig({
      ...NEEDED,
      DATABASE_URL: used.DATABASE_URL,
      JWT_SECRET: used.JWT_SECRET,
      ENCRYPTION_KEY: used.ENCRYPTION_KEY,
    });
    const optional = [
      'RPC_USER',
      'RPC_PASSWORD',
      'RPC_COOKIE_FILE',
      'ZMQ_BLOCK_URL',
      'ZMQ_TX_URL',
      'ESPLORA_URL',
      'GRAPHQL_SANDBOX',
      'LOGS_DIR',
      'READ_REPLICA_URL',
      'REDIS_URL',
      'RATE_LIMIT_STORE',
    ];
    for (const [name, value] of Object.entries(config)) {
      if (!optional.includes(name))
        expect([name, defaults[name as keyof typeof config]]).toEqual([name, value]);
    }
  });
});
