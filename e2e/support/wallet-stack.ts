import { createTestDatabase } from '@charmbills/ops/testing';
import {
  type BankSimulator,
  type NowPaymentsSimulator,
  startBank,
  startNowPayments,
  startRates,
} from '@charmbills/sandbox';
import { insertOperator } from '../../backend/src/identity/operators/operators.repository.ts';
import { checkLedger, post } from '../../backend/src/ledger/index.ts';
import { loadConfig } from '../../backend/src/platform/config/index.ts';
import { silentLogger } from '../../backend/src/platform/logging/index.ts';
import { start } from '../../backend/src/process/start.ts';
import type { Services } from '../../backend/src/services.ts';
import { accountIds } from '../../backend/src/wallet/accounts/account-ids.ts';
import { personAccount, platformAccount } from '../../backend/src/wallet/accounts/account-names.ts';
import { freePort } from '../../ops/src/stack/ports.ts';
import { signIn } from './sign-in.ts';

export const IPN_SECRET = 'ipn-secret';

export type Person = Awaited<ReturnType<typeof signIn>>;

/** The whole backend with its jobs and every simulator that the wallet talks to. */
export interface WalletStack {
  readonly url: string;
  readonly graphqlUrl: string;
  readonly services: Services;
  readonly provider: NowPaymentsSimulator;
  readonly bank: BankSimulator;
  newPerson(funds?: Readonly<Record<string, bigint>>): Promise<Person>;
  newOperator(funds?: Readonly<Record<string, bigint>>): Promise<Person>;
  /** For the platform's stock. */
  fundTreasury(currency: string, amount: bigint): Promise<void>;
  /** The first thing that is wrong with the ledger, if anything is. */
  ledgerProblem(): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startWalletStack(changes: Readonly<Record<string, string>> = {}): Promise<WalletStack> {
  const database = await createTestDatabase();
  const provider = await startNowPayments({ ipnSecret: IPN_SECRET, ipn: { retries: 0 } });
  const bank = await startBank({ apiKey: 'bank-key', webhookSecret: 'bank-secret' });
  const rates = await startRates();
  const port = await freePort();
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: database.url,
    MIGRATE_ON_START: 'false',
    JWT_SECRET: 'a secret of at least 32 characters',
    ENCRYPTION_KEY: 'another secret of at least 32 characters',
    RPC_URL: 'http://127.0.0.1:1',
    PROVER_API_URL: 'http://127.0.0.1:1',
    NOWPAYMENTS_API_URL: provider.url,
    NOWPAYMENTS_API_KEY: provider.apiKey,
    NOWPAYMENTS_IPN_SECRET: IPN_SECRET,
    NOWPAYMENTS_EMAIL: provider.email,
    NOWPAYMENTS_PASSWORD: provider.password,
    NOWPAYMENTS_TOTP_SECRET: provider.totpSecret,
    BANK_API_URL: bank.url,
    BANK_API_KEY: 'bank-key',
    BANK_WEBHOOK_SECRET: 'bank-secret',
    COINGECKO_API_URL: rates.coingecko.url,
    KRAKEN_API_URL: rates.kraken.url,
    COINBASE_API_URL: rates.coinbase.url,
    RATE_LIMIT_PER_MINUTE: '1000000',
    SIGN_IN_LIMIT_PER_MINUTE: '1000',
    ...changes,
  });
  const backend = await start(config, '0.0.0-test', { logger: silentLogger });
  const { services } = backend;
  const url = `http://127.0.0.1:${port}`;
  let funded = 0;
  const fund = (wanted: ReturnType<typeof platformAccount>, amount: bigint) =>
    services.database.transaction(async (tx) => {
      const { currency } = wanted;
      const [opening, to] = await accountIds(tx, services, [platformAccount('opening', currency), wanted]);
      await post(tx, new Date(), {
        key: `test.fund:${++funded}`,
        kind: 'test.fund',
        movements: [{ action: 'transfer', from: opening, to, amount, currency }],
      });
    });
  async function newPerson(funds: Readonly<Record<string, bigint>> = {}): Promise<Person> {
    const person = await signIn(`${url}/graphql`);
    for (const [currency, amount] of Object.entries(funds)) {
      await fund(personAccount(person.person.id, currency), amount);
    }
    return person;
  }
  return {
    url,
    graphqlUrl: `${url}/graphql`,
    services,
    provider,
    bank,
    newPerson,
    async newOperator(funds) {
      const person = await newPerson(funds);
      await insertOperator(services.database.client, person.person.id, new Date());
      return person;
    },
    fundTreasury: (currency, amount) => fund(platformAccount('treasury', currency), amount),
    ledgerProblem: async () => (await checkLedger(services.database)).failed,
    async stop() {
      await backend.stop();
      await Promise.all([provider.close(), bank.close(), rates.close()]);
      await database.drop();
    },
  };
}
