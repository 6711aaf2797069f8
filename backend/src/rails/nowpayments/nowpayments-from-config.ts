import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config/index.ts';
import { createNowPayments } from './create-nowpayments.ts';
import type { NowPayments } from './nowpayments.ts';

type NowPaymentsConfig = Pick<
  Config,
  | 'NOWPAYMENTS_API_URL'
  | 'NOWPAYMENTS_API_KEY'
  | 'NOWPAYMENTS_EMAIL'
  | 'NOWPAYMENTS_PASSWORD'
  | 'NOWPAYMENTS_TOTP_SECRET'
  | 'NOWPAYMENTS_TIMEOUT_MS'
>;

/** The provider that configuration names; undefined where there is none. */
export function nowPaymentsFromConfig(config: NowPaymentsConfig, clock: Clock): NowPayments | undefined {
  const { NOWPAYMENTS_API_KEY: apiKey, NOWPAYMENTS_EMAIL: email, NOWPAYMENTS_PASSWORD: password } = config;
  if (apiKey === undefined) return undefined;
  return createNowPayments({
    url: config.NOWPAYMENTS_API_URL,
    apiKey,
    timeoutMs: config.NOWPAYMENTS_TIMEOUT_MS,
    clock,
    account:
      email !== undefined && password !== undefined
        ? { email, password, totpSecret: config.NOWPAYMENTS_TOTP_SECRET }
        : undefined,
  });
}
