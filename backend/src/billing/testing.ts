import { randomBytes } from 'node:crypto';
import { type ChainTransactionKind, createChainTransaction, scriptToAddress } from '../bitcoin/index.ts';
import type { Mode, PersonScope } from '../identity/index.ts';
import { createTestMerchant, createTestPerson } from '../identity/testing.ts';
import { createCurrencies } from '../ledger/index.ts';
import { type Clock, ManualClock } from '../platform/clock.ts';
import { loadConfig } from '../platform/config/index.ts';
import { openDatabase, type Tx } from '../platform/database/index.ts';
import { newId } from '../platform/ids.ts';
import { silentLogger } from '../platform/logging/index.ts';
import { createStaleReads } from '../platform/replica/index.ts';
import { createTestRates, TEST_PRICES } from '../rates/testing.ts';
import type { PaymentReport } from './payments/payment-report.ts';
import type { Interval } from './periods/index.ts';
import { createPlan } from './plans/create-plan.ts';
import { reportMintsSettled } from './plans/report-plan-mints.ts';
import type {
  BillingServices,
  MintOrder,
  PaymentOrder,
  PaymentRail,
  PlanMinting,
  PlanMintOrder,
  TransactionStage,
} from './ports.ts';

/** A rail whose transactions stand where the test puts them. */
interface FakeRail<Order> {
  readonly orders: (Order & { readonly transactionId: string })[];
  readonly stages: Map<string, TransactionStage>;
  readonly canceled: string[];
}

interface AnyOrder {
  readonly merchantId: string;
  readonly planId: string;
  readonly subscriptionId?: string;
}

function fakeTransactions<Order extends AnyOrder>(kind: ChainTransactionKind, clock: Clock) {
  const orders: (Order & { transactionId: string })[] = [];
  const stages = new Map<string, TransactionStage>();
  const canceled: string[] = [];
  return {
    orders,
    stages,
    canceled,
    begin: async (tx: Tx, order: Order) => {
      const { merchantId, planId, subscriptionId = null } = order;
      const { id: transactionId } = await createChainTransaction(
        tx,
        { merchantId, planId, subscriptionId, kind, personId: null, amountSats: 25_000n },
        clock.now(),
      );
      orders.push({ ...order, transactionId });
      stages.set(transactionId, 'unsent');
      return { transactionId };
    },
    stageOf: async (_: unknown, __: string, id: string) => stages.get(id) ?? 'failed',
    cancel: async (_: PersonScope, transactionId: string) => {
      canceled.push(transactionId);
      stages.set(transactionId, 'failed');
    },
  };
}

/** A regtest address that is nobody's. */
export function randomAddress(): string {
  const address = scriptToAddress(new Uint8Array([0x00, 0x14, ...randomBytes(20)]), 'regtest');
  if (!address) throw new Error('no address');
  return address;
}

/** What use cases are given of all the services there are. */
export type TestServices = Pick<
  BillingServices,
  'database' | 'clock' | 'config' | 'logger' | 'rails' | 'planMinting' | 'rates' | 'currencies' | 'staleReads'
>;

export const MONTHLY: Interval = { unit: 'month', count: 1 };

/** Billing on a database of the test, with rails of its own making and a clock that stands still. */
export async function createTestBilling(
  databaseUrl: string,
  {
    mode = 'live',
    ...options
  }: { readonly onQuery?: (sql: string) => void; readonly poolSize?: number; readonly mode?: Mode } = {},
) {
  const database = openDatabase({ url: databaseUrl, ...options });
  /** US dollars for one whole unit. */
  const prices: Record<string, bigint> = { ...TEST_PRICES };
  const clock = new ManualClock(new Date('2027-01-31T12:00:00Z'));
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    JWT_SECRET: 'x'.repeat(32),
    ENCRYPTION_KEY: 'another secret of at least 32 characters',
    RPC_URL: 'http://127.0.0.1:1',
    PROVER_API_URL: 'http://127.0.0.1:1',
  });
  const mints = fakeTransactions<MintOrder & Pick<PaymentOrder, 'merchantId' | 'payer'>>(
    'subscription_mint',
    clock,
  );
  const charms: PaymentRail & Omit<typeof mints, 'begin'> = {
    ...mints,
    currencyFor: () => 'BTC',
    termsFor: async (_, { minted }) =>
      minted ? { currency: 'BTC', needsPayer: true } : { obstacle: 'not_minted' },
    begin: async (tx, { mint, merchantId, payer }) => {
      if (mint === null) throw new Error('a mint of nothing');
      const { transactionId } = await mints.begin(tx, { ...mint, merchantId, payer });
      return { reference: transactionId, transactionId, instructions: {} };
    },
  };
  const planMinting: PlanMinting & FakeRail<PlanMintOrder> = fakeTransactions<PlanMintOrder>(
    'plan_mint',
    clock,
  );
  const services: TestServices = {
    database,
    clock,
    config,
    logger: silentLogger,
    rails: { charms },
    planMinting,
    rates: createTestRates(clock, prices),
    currencies: createCurrencies(),
    staleReads: createStaleReads({
      database,
      logger: silentLogger,
      primaryUrl: databaseUrl,
      replicaUrl: undefined,
      poolSize: 1,
      maxLagSeconds: 30,
    }),
  };

  const newPerson = (address = randomAddress()) =>
    createTestPerson(database.client, { address, now: clock.now() });
  const owner = await newPerson();
  const merchant = await createTestMerchant(database.client, owner, { mode, now: clock.now() });

  async function newDraft(fields: { supplyLimit?: bigint; interval?: Interval; priceSats?: bigint } = {}) {
    const { planId } = await createPlan(services, owner, merchant, {
      name: 'Reader',
      priceSats: 25_000n,
      interval: MONTHLY,
      ...fields,
    });
    return planId;
  }
  async function newActivePlan(fields: Parameters<typeof newDraft>[0] = {}) {
    const planId = await newDraft(fields);
    const mint = { merchantId: merchant.merchantId, planId, transactionId: newId('transaction') };
    const hash = () => randomBytes(32).toString('hex');
    const onChain = { app: { identity: hash(), vk: hash() }, nft: { txid: hash(), vout: 0 } };
    await database.transaction((tx) => reportMintsSettled(tx, clock.now(), [{ ...mint, onChain }]));
    return planId;
  }
  return {
    services,
    database,
    clock,
    prices,
    charms,
    planMinting,
    owner,
    merchant,
    newPerson,
    newDraft,
    newActivePlan,
  };
}

/** What the rail of mints says of a transaction. */
export function mintReport(
  merchantId: string,
  transactionId: string,
  { amount = 25_000n, confirmedAt = null, flag = null }: Partial<PaymentReport> = {},
): PaymentReport {
  return { merchantId, rail: 'charms', reference: transactionId, transactionId, amount, confirmedAt, flag };
}

export type TestBilling = Awaited<ReturnType<typeof createTestBilling>>;
