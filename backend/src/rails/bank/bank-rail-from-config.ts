import type { Currencies } from '../../ledger/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config/index.ts';
import type { FiatRail } from '../../wallet/index.ts';
import { createBankRail } from './create-bank-rail.ts';

type BankConfig = Pick<
  Config,
  'BANK_API_URL' | 'BANK_API_KEY' | 'BANK_WEBHOOK_SECRET' | 'BANK_TIMEOUT_MS' | 'PUBLIC_URL'
>;

const CURRENCIES = ['EUR', 'USD'];

/** The bank that configuration names; undefined where there is none. */
export function bankRailFromConfig(
  config: BankConfig,
  currencies: Currencies,
  clock: Clock,
): FiatRail | undefined {
  const { BANK_API_URL: url, BANK_API_KEY: apiKey, BANK_WEBHOOK_SECRET: webhookSecret } = config;
  if (url === undefined || apiKey === undefined || webhookSecret === undefined) return undefined;
  return createBankRail({
    url,
    apiKey,
    webhookSecret,
    webhookUrl: new URL('/api/webhooks/bank', config.PUBLIC_URL).toString(),
    timeoutMs: config.BANK_TIMEOUT_MS,
    currencies: Object.fromEntries(CURRENCIES.map((code) => [code, currencies.get(code).decimals])),
    clock,
  });
}
