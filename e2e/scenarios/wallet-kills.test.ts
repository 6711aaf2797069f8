import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import {
  type BankSimulator,
  type NowPaymentsSimulator,
  type RatesSimulator,
  startBank,
  startNowPayments,
  startRates,
} from '@charmbills/sandbox';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { insertOperator } from '../../backend/src/identity/operators/operators.repository.ts';
import { createTestOperator, createTestPerson } from '../../backend/src/identity/testing.ts';
import { checkLedger, post } from '../../backend/src/ledger/index.ts';
import { loadConfig } from '../../backend/src/platform/config/index.ts';
import { silentLogger } from '../../backend/src/platform/logging/index.ts';
import { createServices, type Services } from '../../backend/src/services.ts';
import { accountIds } from '../../backend/src/wallet/accounts/account-ids.ts';
import { personAccount, platformAccount } from '../../backend/src/wallet/accounts/account-names.ts';
import { walletJobs } from '../../backend/src/wallet/index.ts';
import { readFeatures, readLedger } from '../../backend/src/wallet/mix/testing/books.ts';
import { FRACTIONS } from '../../backend/src/wallet/savings/interest.ts';
import { setSavingsRate } from '../../backend/src/wallet/savings/set-savings-rate.ts';
import { utcDay } from '../../backend/src/wallet/utc-day.ts';
import { freePort } from '../../ops/src/stack/ports.ts';
import { createMortalBackend, type MortalBackend } from '../support/kills/backend.ts';
import { createStubbornClient, type StubbornClient } from '../support/kills/client.ts';
import { STORIES } from '../support/kills/stories.ts';
import { signIn } from '../support/sign-in.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

/** `WALLET_KILLS=100 WALLET_KILLS_SEED=7 npx vitest run e2e/scenarios/wallet-kills.test.ts` for more, or the same again. */
const KILLS = Number(process.env.WALLET_KILLS ?? 20);
const SEED = Number(process.env.WALLET_KILLS_SEED ?? Date.now() % 1_000_000);
/** No further kill after this: a busy machine takes long to start a process. */
const KILLING_MS = 70_000;
/** A process lives so long after its first answer, at most, in milliseconds. */
const LONGEST_LIFE_MS = 2_000;
const DAY_MS = 86_400_000;
const SAVERS = 60;
const SAVED_DAYS = 20;
const SAVED = 1_000_000_007n;
const RATE_PPM = 98_765;
const FUNDS = { BTC: 100_000_000n, USDC: 10_000_000_000n, EUR: 0n } as const;

let database: TestDatabase;
let provider: NowPaymentsSimulator;
let bank: BankSimulator;
let rates: RatesSimulator;
let backend: MortalBackend;
let services: Services;
let url: string;
let clockOffsetMs = 0;
/** The simulators' and this process's; what is killed has the system's. */
const clock = { now: () => new Date(Date.now() + clockOffsetMs) };

beforeAll(async () => {
  database = await createTestDatabase();
  const untiring = { retries: 10_000, retryDelayMs: 100 };
  provider = await startNowPayments({ clock, ipnSecret: 'ipn-secret', ipn: untiring });
  bank = await startBank({ apiKey: 'bank-key', webhookSecret: 'bank-secret', webhooks: untiring, clock });
  rates = await startRates({ clock });
  const port = await freePort();
  const env = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'info',
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
    NOWPAYMENTS_IPN_SECRET: 'ipn-secret',
    NOWPAYMENTS_EMAIL: provider.email,
    NOWPAYMENTS_PASSWORD: provider.password,
    NOWPAYMENTS_TOTP_SECRET: provider.totpSecret,
    BANK_API_URL: bank.url,
    BANK_API_KEY: 'bank-key',
    BANK_WEBHOOK_SECRET: 'bank-secret',
    COINGECKO_API_URL: rates.coingecko.url,
    KRAKEN_API_URL: rates.kraken.url,
    COINBASE_API_URL: rates.coinbase.url,
    WALLET_WITHDRAWAL_FEES: 'USDC:500000',
    WALLET_SWAP_QUOTE_SECONDS: '3600',
    RATE_LIMIT_PER_MINUTE: '100000',
    SIGN_IN_LIMIT_PER_MINUTE: '1000',
  };
  url = `http://127.0.0.1:${port}/graphql`;
  backend = createMortalBackend(env);
  services = createServices(loadConfig(env), { clock, logger: silentLogger });
});
afterAll(async () => {
  await backend?.remove();
  await Promise.all([provider?.close(), bank?.close(), rates?.close()]);
  await services?.database.close();
  await database?.drop();
});

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const funded = new Map<string, bigint>();

async function fund(
  name: 'treasury' | string,
  currency: string,
  amount: bigint,
  kind: 'wallet' | 'savings' = 'wallet',
) {
  if (amount === 0n) return;
  const isTreasury = name === 'treasury';
  await services.database.transaction(async (tx) => {
    const [opening, account] = await accountIds(tx, services, [
      platformAccount('opening', currency),
      isTreasury ? platformAccount('treasury', currency) : personAccount(name, currency, kind),
    ]);
    await post(tx, clock.now(), {
      key: `test.fund:${name}:${currency}:${kind}`,
      kind: 'test.fund',
      movements: [{ action: 'transfer', from: opening, to: account, amount, currency }],
    });
  });
  funded.set(isTreasury ? `platform treasury ${currency}` : `${name} money ${currency}`, amount);
}

/** People who saved for weeks while nobody counted. */
async function saveLongAgo(): Promise<void> {
  clockOffsetMs = -SAVED_DAYS * DAY_MS;
  const { client } = services.database;
  const now = clock.now();
  const person = (index: number) => createTestPerson(client, { address: `bcrt1qsaver${index}`, now });
  const operator = await createTestOperator(client, await person(0), now);
  const rate = { currency: 'USDC', fromDay: utcDay(now, 1), ratePpm: RATE_PPM };
  await setSavingsRate(services, operator, rate);
  for (let index = 1; index <= SAVERS; index++) {
    await fund((await person(index)).personId, 'USDC', SAVED, 'savings');
  }
  clockOffsetMs = 0;
}

async function newClient(): Promise<StubbornClient> {
  const { token, person } = await signIn(url);
  for (const [currency, amount] of Object.entries(FUNDS)) await fund(person.id, currency, amount);
  return createStubbornClient(url, { token, personId: person.id });
}

const paid = new Set<string>();

/** Outside, people pay for what they were told how to pay for, and payouts that were let go arrive. */
async function moveTheOutside(): Promise<void> {
  const { client } = services.database;
  const once = (reference: string | null, pay: (reference: string) => unknown) => {
    if (reference === null || paid.has(reference)) return;
    paid.add(reference);
    pay(reference);
  };
  for (const { reference } of await client.deposit.findMany({ where: { status: 'waiting' } })) {
    once(reference, (id) => provider.control.pay(id));
  }
  for (const { reference } of await client.expressBuy.findMany({ where: { status: 'awaiting_payment' } })) {
    once(reference, (text) => bank.control.pay(text));
  }
  for (const { id, status } of provider.control.payouts) {
    if (status === 'PROCESSING') provider.control.setPayoutStatus(id, 'FINISHED');
  }
}

/** Everything that workers do by the clock, here and now. */
async function doWhatIsDue(): Promise<void> {
  for (const job of walletJobs(services)) {
    if (job.cron === undefined) continue;
    await job.handler({}, { signal: new AbortController().signal, jobId: 'test' });
  }
}

afterEach(({ task }) => {
  if (task.result?.state === 'fail')
    console.error(`WALLET_KILLS_SEED=${SEED}\n${backend.output().slice(-3_000)}`);
});

test('a backend that is killed again and again loses nothing, does nothing twice and leaves nothing behind', async () => {
  const random = randomFrom(SEED);
  await saveLongAgo();
  await backend.start();
  const [alice, bob, operator] = [await newClient(), await newClient(), await newClient()];
  await insertOperator(services.database.client, operator.personId, new Date());
  await fund('treasury', 'BTC', FUNDS.BTC);
  await fund('treasury', 'USDC', FUNDS.USDC);
  const stage = { alice, bob, operator };

  const told: Promise<void>[] = [];
  const begin = (round: number) => {
    for (const [kind, tell] of Object.entries(STORIES)) {
      const name = `${kind}-${round}`;
      told.push(
        tell(stage, name).catch((error: unknown) => {
          throw new Error(`${name}, seed ${SEED}`, { cause: error });
        }),
      );
    }
    for (const story of told) story.catch(() => undefined);
  };
  let kills = 0;
  for (const end = Date.now() + KILLING_MS; kills < KILLS && Date.now() < end; kills++) {
    begin(kills);
    await enqueueAccrual();
    await operator.ask('{ me { id } }');
    const lifeMs = random() * LONGEST_LIFE_MS;
    await sleep(lifeMs / 2);
    await moveTheOutside();
    await sleep(lifeMs / 2);
    await backend.kill();
    await backend.start();
  }
  await Promise.all(told);
  await moveTheOutside();
  await Promise.all([provider.control.settled(), bank.control.settled()]);
  await backend.kill();

  // Whatever the kills have left is moved on by what workers do by the clock: minutes, then hours later.
  provider.control.setIpn({ delivery: 'lost' });
  bank.control.setWebhooks({ delivery: 'lost' });
  for (const minutes of [0, 0, 6, 6, 180, 180, 180, 180]) {
    clockOffsetMs += minutes * 60_000;
    await doWhatIsDue();
    await moveTheOutside();
  }
  await doWhatIsDue();
  await expectWhole(kills);
});

async function enqueueAccrual(): Promise<void> {
  await services.database.client.$executeRaw`
    INSERT INTO pgboss.job (name, data) VALUES ('savings.accrue', '{}'::jsonb)`;
}

/** Every story came to its end, once, and every unit is where it belongs. */
async function expectWhole(times: number): Promise<void> {
  const { client } = services.database;
  expect((await checkLedger(services.database)).failed).toBeNull();
  expect(await readLedger(services.database)).toEqual(await readFeatures(services.database, funded));

  const statuses = async (table: string) => {
    const rows = await client.$queryRawUnsafe<{ status: string; many: number }[]>(
      `SELECT status, count(*)::int AS many FROM ${table} GROUP BY status`,
    );
    return Object.fromEntries(rows.map(({ status, many }) => [status, many]));
  };
  expect(await statuses('deposits')).toEqual({ completed: times });
  expect(await statuses('deposit_reviews')).toEqual({});
  expect(await statuses('p2p_trades')).toEqual({ released: times });
  expect(await statuses('p2p_offers')).toEqual({ closed: times });
  expect(await statuses('fiat_entries')).toEqual({ bought: times });
  expect((await statuses('express_buys')).completed).toBe(times);
  expect(await client.swap.count()).toBe(times);
  expect(await client.providerNotice.count({ where: { processedAt: null } })).toBe(0);
  expect(await client.depositPayment.count()).toBe(times);

  const { completed = 0, failed = 0, ...stuck } = await statuses('withdrawals');
  expect(stuck).toEqual({});
  expect(completed + failed).toBe(times);
  const paid = provider.control.payouts.filter(({ status }) => status === 'FINISHED');
  const ids = await client.withdrawal.findMany({ where: { status: 'completed' }, select: { id: true } });
  expect(paid.map(({ uniqueExternalId }) => uniqueExternalId).sort()).toEqual(ids.map(({ id }) => id).sort());

  const savers = await client.ledgerAccount.findMany({ where: { kind: 'savings', ownerKind: 'person' } });
  const accruals = await client.savingsAccrual.findMany();
  expect(accruals.length).toBe(savers.length);
  // The day of the deposit earns nothing: that day began without it.
  const days = BigInt(
    Math.round(
      (utcDay(clock.now(), -1).getTime() - utcDay(new Date(Date.now() - SAVED_DAYS * DAY_MS)).getTime()) /
        DAY_MS,
    ),
  );
  expect(accruals.filter(({ paid }) => paid.toFixed() === interestAfter(days).toString()).length).toBe(
    SAVERS,
  );
}

/** What somebody's savings have earned after so many days, interest on interest. */
function interestAfter(days: bigint): bigint {
  let paid = 0n;
  let remainder = 0n;
  for (let day = 0n; day < days; day++) {
    remainder += (SAVED + paid) * BigInt(RATE_PPM);
    paid += remainder / FRACTIONS;
    remainder %= FRACTIONS;
  }
  return paid;
}
