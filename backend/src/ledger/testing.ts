import { createTestDatabase } from '@charmbills/ops/testing';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { type Database, openDatabase, type Tx } from '../platform/database/index.ts';
import type { Account } from './accounts/account.ts';
import { openAccounts } from './accounts/open-accounts.ts';
import { readAccounts } from './accounts/read-accounts.ts';
import { checkLedger } from './check/check-ledger.ts';
import { createCurrencies } from './currencies.ts';
import { post } from './postings/post.ts';
import { sealPostings } from './seals/seal-postings.ts';
import type { Seal } from './seals/seals.repository.ts';

interface TestAccount {
  readonly owner: string;
  readonly currency: string;
  readonly now: Date;
  /** Put into it from nowhere, in the currency's smallest unit. */
  readonly amount?: bigint;
  readonly kind?: string;
}

/** For tests of other features: a person's account, and money in it that comes from nowhere. */
export async function createTestAccount(
  tx: Tx,
  { owner, currency, now, amount = 0n, kind = 'wallet' }: TestAccount,
): Promise<Account> {
  const [account, world] = await openAccounts(tx, { currencies: createCurrencies(), now }, [
    { owner: { kind: 'person', id: owner }, kind, currency },
    { owner: { kind: 'platform', id: 'test' }, kind: 'world', currency, floor: null },
  ]);
  if (account === undefined || world === undefined) throw new Error('no account was opened');
  if (amount > 0n) {
    await post(tx, now, {
      key: `test.fund:${account.id}`,
      kind: 'test.fund',
      movements: [{ action: 'transfer', from: world.id, to: account.id, amount, currency }],
    });
  }
  return account;
}

export const TEST_NOW = new Date('2026-03-01T10:00:00.000Z');

/** A ledger of its own for a file of tests, sound at the end of it. */
export interface TestLedger {
  readonly database: Database;
  readonly url: string;
  /** A new person's account with money in it. */
  fund(amount: bigint, currency?: string): Promise<string>;
  /** Balance and locked of an account. */
  balanceOf(accountId: string): Promise<readonly [balance: bigint, locked: bigint]>;
  /** Seals all there is. Other databases of the server have transactions too, hence not always at once. */
  sealAll(): Promise<Seal[]>;
  /** One statement as somebody with all rights would type it. */
  byHand(sql: string): Promise<Record<string, unknown>[]>;
}

export function useTestLedger({ sound = true, poolSize = 10 } = {}): TestLedger {
  let people = 0;
  let opened: { readonly database: Database; readonly url: string; drop(): Promise<void> } | undefined;
  const current = () => {
    if (opened === undefined) throw new Error('the ledger is there while tests run');
    return opened;
  };
  beforeAll(async () => {
    const { url, drop } = await createTestDatabase();
    opened = { database: openDatabase({ url, poolSize }), url, drop };
  });
  afterAll(async () => {
    const { database, drop } = current();
    try {
      if (sound) expect((await checkLedger(database)).failed).toBeNull();
    } finally {
      await database.close();
      await drop();
    }
  });
  return {
    get database() {
      return current().database;
    },
    get url() {
      return current().url;
    },
    async fund(amount, currency = 'USD') {
      const owner = `person_${++people}`;
      const account = await current().database.transaction((tx) =>
        createTestAccount(tx, { owner, currency, amount, now: TEST_NOW }),
      );
      return account.id;
    },
    async balanceOf(accountId) {
      const [account] = await readAccounts(current().database.client, [accountId]);
      if (account === undefined) throw new Error(`there is no account ${accountId}`);
      return [account.balance, account.locked];
    },
    async sealAll() {
      const seals: Seal[] = [];
      await vi.waitFor(
        async () => {
          seals.push(...(await sealPostings(current().database)));
          const { rows } = await current().database.pool.query(`SELECT FROM ledger_postings
            WHERE posting_number > (SELECT coalesce(max(to_posting), 0) FROM ledger_seals) LIMIT 1`);
          if (rows.length > 0) throw new Error('some postings are not sealed yet');
        },
        { timeout: 20_000, interval: 10 },
      );
      return seals;
    },
    async byHand(sql) {
      return (await current().database.pool.query<Record<string, unknown>>(sql)).rows;
    },
  };
}
