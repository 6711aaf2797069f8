import 'server-only';
import { z } from 'zod';
import type { Settings } from './settings.ts';
import { SHIPPED_CONTRACT_VK } from './shipped-contract.ts';

const variables = z.object({
  NEXT_PUBLIC_API_URL: z.url().default('http://localhost:3002'),
  NEXT_PUBLIC_BITCOIN_NETWORK: z.enum(['mainnet', 'testnet4', 'regtest']).default('regtest'),
  NEXT_PUBLIC_SENTRY_DSN: z.url().optional(),
  /** Of another contract than the one that ships, as the API has it. */
  HARDCODED_APP_VK: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .default(SHIPPED_CONTRACT_VK),
  /** Where this server reaches the API, when it is not where browsers do. */
  API_URL: z.url().optional(),
  /** Where the development stack hands out test coins. */
  DEV_WALLET_URL: z.url().optional(),
});

function read() {
  // The whole object: a variable that is named in the source would be fixed when it is built.
  const { env } = process;
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  return variables.parse(given);
}

/** The settings for browsers, from the environment of this server. Throws on a variable that means nothing. */
export function readSettings(): Settings {
  const {
    NEXT_PUBLIC_API_URL,
    NEXT_PUBLIC_BITCOIN_NETWORK,
    NEXT_PUBLIC_SENTRY_DSN,
    HARDCODED_APP_VK,
    DEV_WALLET_URL,
  } = read();
  return {
    apiUrl: NEXT_PUBLIC_API_URL.replace(/\/$/, ''),
    network: NEXT_PUBLIC_BITCOIN_NETWORK,
    contractVk: HARDCODED_APP_VK,
    devWallet: NEXT_PUBLIC_BITCOIN_NETWORK === 'regtest' && DEV_WALLET_URL !== undefined,
    sentryDsn: NEXT_PUBLIC_SENTRY_DSN,
  };
}

/** Where this server reaches the API, without a slash at the end. */
export function serverApiUrl(): string {
  const { API_URL, NEXT_PUBLIC_API_URL } = read();
  return (API_URL ?? NEXT_PUBLIC_API_URL).replace(/\/$/, '');
}

/** Where the development stack hands out test coins; undefined where it does not, and on every network but regtest. */
export function devWalletUrl(): string | undefined {
  const { DEV_WALLET_URL, NEXT_PUBLIC_BITCOIN_NETWORK } = read();
  return NEXT_PUBLIC_BITCOIN_NETWORK === 'regtest' ? DEV_WALLET_URL?.replace(/\/$/, '') : undefined;
}
