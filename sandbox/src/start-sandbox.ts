import { type BankSimulator, startBank } from './bank/start-bank.ts';
import { Faults } from './http/faults.ts';
import { serve } from './http/serve.ts';
import { type MailSimulator, startMail } from './mail/start-mail.ts';
import { type NowPaymentsSimulator, startNowPayments } from './nowpayments/start-nowpayments.ts';
import { type RatesSimulator, startRates } from './rates/start-rates.ts';
import { remoteControl } from './remote-control.ts';
import type { SandboxSettings } from './settings.ts';

export interface Sandbox {
  readonly nowpayments: NowPaymentsSimulator;
  readonly rates: RatesSimulator;
  readonly bank: BankSimulator;
  readonly mail: MailSimulator;
  /** Where other processes move the simulators. */
  readonly controlUrl: string;
  /** The backend's variables that lead it to the simulators. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts every simulator and the control over them. */
export async function startSandbox(settings: SandboxSettings): Promise<Sandbox> {
  const { host, ports, apiKey, ipnSecret, firstId, bankKey, bankSecret } = settings;
  const nowpayments = await startNowPayments({ host, port: ports.nowpayments, apiKey, ipnSecret, firstId });
  const rates = await startRates({ host, ports });
  const bank = await startBank({ host, port: ports.bank, apiKey: bankKey, webhookSecret: bankSecret });
  const mail = await startMail({ host, smtpPort: ports.smtp, httpPort: ports.mail });
  const { market, coingecko, kraken, coinbase } = rates;
  const targets = {
    nowpayments: nowpayments.control,
    bank: bank.control,
    market,
    coingecko: coingecko.control,
    kraken: kraken.control,
    coinbase: coinbase.control,
  };
  const control = await serve(remoteControl(targets), new Faults(), { host, port: ports.control });
  return {
    nowpayments,
    rates,
    bank,
    mail,
    controlUrl: control.url,
    environment: {
      NOWPAYMENTS_API_URL: nowpayments.url,
      NOWPAYMENTS_API_KEY: apiKey,
      NOWPAYMENTS_IPN_SECRET: ipnSecret,
      NOWPAYMENTS_EMAIL: nowpayments.email,
      NOWPAYMENTS_PASSWORD: nowpayments.password,
      NOWPAYMENTS_TOTP_SECRET: nowpayments.totpSecret,
      BANK_API_URL: bank.url,
      BANK_API_KEY: bankKey,
      BANK_WEBHOOK_SECRET: bankSecret,
      COINGECKO_API_URL: coingecko.url,
      KRAKEN_API_URL: kraken.url,
      COINBASE_API_URL: coinbase.url,
      SMTP_URL: mail.smtpUrl,
    },
    async close() {
      await Promise.all([control.close(), nowpayments.close(), rates.close(), bank.close(), mail.close()]);
    },
  };
}
