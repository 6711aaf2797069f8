import { randomBytes } from 'node:crypto';
import { createTestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect } from 'vitest';
import type { OperatorScope, PersonScope } from '../identity/index.ts';
import { createTestOperator, createTestPerson } from '../identity/testing.ts';
import { accountsOf, checkLedger, createCurrencies, post } from '../ledger/index.ts';
import { ManualClock } from '../platform/clock.ts';
import { type Config, loadConfig } from '../platform/config/index.ts';
import { openDatabase } from '../platform/database/index.ts';
import { silentLogger } from '../platform/logging/index.ts';
import { createTestRates, TEST_PRICES } from '../rates/testing.ts';
import { accountIds } from './accounts/account-ids.ts';
import {
  type PersonAccountKind,
  type PlatformAccountKind,
  personAccount,
  platformAccount,
} from './accounts/account-names.ts';
import { balancesOf } from './accounts/wallet-balance.ts';
import type { WalletServices } from './ports.ts';

export const TEST_NOW = new Date('2026-03-01T10:00:00.000Z');

/** What use cases of the wallet are given; a feature adds its ports. */
export type TestWalletServices = Pick<
  WalletServices,
  'config' | 'clock' | 'database' | 'logger' | 'currencies' | 'rates'
> & { readonly clock: ManualClock };

export interface TestWallet {
  readonly services: TestWalletServices;
  readonly clock: ManualClock;
  /** US dollars for one whole unit of each currency: change it, move the clock, and the rate is another. */
  readonly prices: Record<string, bigint>;
  newPerson(): Promise<PersonScope>;
  newOperator(): Promise<OperatorScope>;
  /** Money from nowhere, in the currency's smallest unit. */
  fund(person: PersonScope, currency: string, amount: bigint, kind?: PersonAccountKind): Promise<void>;
  fundPlatform(kind: PlatformAccountKind, currency: string, amount: bigint): Promise<void>;
  /** Available and locked; zero for an account that was never opened. */
  balance(
    person: PersonScope,
    currency: string,
    kind?: PersonAccountKind,
  ): Promise<readonly [bigint, bigint]>;
  platformBalance(kind: PlatformAccountKind, currency: string): Promise<bigint>;
}

/** A wallet on a database of its own for a file of tests; its ledger is found sound at the end. */
export function useTestWallet({
  env = {},
  onQuery,
}: {
  env?: NodeJS.ProcessEnv;
  onQuery?: (sql: string) => void;
} = {}): TestWallet {
  const clock = new ManualClock(TEST_NOW);
  const prices: Record<string, bigint> = { ...TEST_PRICES };
  let services: TestWalletServices | undefined;
  let drop: () => Promise<void> = async () => undefined;
  let funded = 0;
  const current = () => {
    if (services === undefined) throw new Error('the wallet is there while tests run');
    return services;
  };
  beforeAll(async () => {
    const created = await createTestDatabase();
    drop = created.drop;
    const config: Config = loadConfig({
      DATABASE_URL: created.url,
      JWT_SECRET: 'x'.repeat(32),
      ENCRYPTION_KEY: 'another secret of at least 32 characters',
      RPC_URL: 'http://127.0.0.1:1',
      PROVER_API_URL: 'http://127.0.0.1:1',
      ...env,
    });
    services = {
      config,
      clock,
      database: openDatabase({ url: created.url, ...(onQuery ? { onQuery } : {}) }),
      logger: silentLogger,
      currencies: createCurrencies(),
      rates: createTestRates(clock, prices),
    };
  });
  afterAll(async () => {
    const { database } = current();
    try {
      expect((await checkLedger(database)).failed).toBeNull();
    } finally {
      await database.close();
      await drop();
    }
  });
  const fundAccount = async (wanted: ReturnType<typeof platformAccount>, amount: bigint) => {
    const { database } = current();
    await database.transaction(async (tx) => {
      const [opening, account] = await accountIds(tx, current(), [
        platformAccount('opening', wanted.currency),
        wanted,
      ]);
      await post(tx, clock.now(), {
        key: `test.fund:${++funded}`,
        kind: 'test.fund',
        movements: [{ action: 'transfer', from: opening, to: account, amount, currency: wanted.currency }],
      });
    });
  };
  const newPerson = () =>
    createTestPerson(current().database.client, {
      address: `bcrt1q${randomBytes(16).toString('hex')}`,
      now: clock.now(),
    });
  return {
    get services() {
      return current();
    },
    clock,
    prices,
    newPerson,
    newOperator: async () => createTestOperator(current().database.client, await newPerson(), clock.now()),
    fund: ({ personId }, currency, amount, kind) =>
      fundAccount(personAccount(personId, currency, kind), amount),
    fundPlatform: (kind, currency, amount) => fundAccount(platformAccount(kind, currency), amount),
    async balance(person, currency, kind = 'wallet') {
      const all = await balancesOf(current().database.client, person);
      const found = all.find((each) => each.kind === kind && each.currency === currency);
      return [found?.available ?? 0n, found?.locked ?? 0n];
    },
    async platformBalance(kind, currency) {
      const { database } = current();
      const wanted = platformAccount(kind, currency);
      const found = await accountsOf(database.client, wanted.owner);
      return found.find((each) => each.kind === kind && each.currency === currency)?.balance ?? 0n;
    },
  };
}
