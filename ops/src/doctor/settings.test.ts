import { expect, test } from 'vitest';
import { loadConfig } from '../../../backend/src/platform/config/index.ts';
import { judgeSettings } from './settings.ts';

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://localhost/charmbills',
  JWT_SECRET: 'x'.repeat(32),
  ENCRYPTION_KEY: 'y'.repeat(32),
  RPC_URL: 'http://localhost:18443',
  PROVER_API_URL: 'http://localhost:8080',
  PUBLIC_URL: 'https://api.shop.example',
  FRONTEND_URL: 'https://shop.example/',
  CORS_ORIGINS: 'https://shop.example',
  TRUST_PROXY: 'true',
  BITCOIN_NETWORK: 'mainnet',
  ESPLORA_URL: 'https://esplora.example/api',
  CONFIRMATIONS: '3',
};

/** What is not well, as `level subject`. */
const remarks = (change: Record<string, string> = {}) =>
  judgeSettings(loadConfig({ ...PRODUCTION, ...change }))
    .filter(({ level }) => level !== 'ok')
    .map(({ level, subject }) => `${level} ${subject}`);

test('a good production configuration has nothing to remark', () => {
  expect(remarks()).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
  ['development on mainnet', { NODE_ENV: 'development' }, 'problem NODE_ENV'],
  ['plain http', { PUBLIC_URL: 'http://api.shop.example' }, 'problem PUBLIC_URL'],
  ['an address of this machine', { FRONTEND_URL: 'https://localhost:3000' }, 'problem FRONTEND_URL'],
  ['a frontend that may not call', { CORS_ORIGINS: 'https://other.example' }, 'problem CORS_ORIGINS'],
  ['every page may call', { CORS_ORIGINS: '*' }, 'problem CORS_ORIGINS'],
  [
    'a page without TLS may call',
    { CORS_ORIGINS: 'https://shop.example,http://x.example' },
    'warning CORS_ORIGINS',
  ],
  ['no proxy is trusted', { TRUST_PROXY: 'false' }, 'warning TRUST_PROXY'],
  ['anybody is taken for the proxy', { HOST: '0.0.0.0' }, 'warning TRUST_PROXY'],
  ['one confirmation on mainnet', { CONFIRMATIONS: '1' }, 'warning CONFIRMATIONS'],
  ['regtest in production', { BITCOIN_NETWORK: 'regtest' }, 'warning BITCOIN_NETWORK'],
  ['simulated prices on mainnet', { KRAKEN_API_URL: 'http://localhost:8092' }, 'problem KRAKEN_API_URL'],
  [
    'deposits without payouts',
    { NOWPAYMENTS_API_KEY: 'k', NOWPAYMENTS_IPN_SECRET: 's' },
    'warning NOWPAYMENTS_EMAIL',
  ],
  ['the sandbox page in production', { GRAPHQL_SANDBOX: 'true' }, 'warning GRAPHQL_SANDBOX'],
])('%s', (_, change, remark) => {
  expect(remarks(change)).toEqual(expect.arrayContaining([remark]));
});
