import type { OperatorScope, PersonScope } from '../../../identity/index.ts';
import { AppError } from '../../../platform/errors/index.ts';
import type { Jobs } from '../../../platform/jobs/index.ts';
import { createTestRail, type TestRail } from '../../express-buy/testing.ts';
import type { WalletServices } from '../../ports.ts';
import type { TestWallet, TestWalletServices } from '../../testing.ts';
import { createDepositWorld, type DepositWorld } from './deposit-world.ts';
import { createPayoutWorld, type PayoutWorld } from './payout-world.ts';

export const CURRENCIES = ['BTC', 'USDC', 'EUR'] as const;
/** What people and the treasury begin with, in smallest units: enough for some of what they will ask for. */
const FUNDS = { BTC: 40_000_000n, USDC: 30_000_000_000n, EUR: 3_000_000n } as const;

export type MixServices = TestWalletServices &
  Pick<WalletServices, 'jobs' | 'depositProvider' | 'payoutProvider' | 'fiatRails'>;

/** Everybody and everything of one run. */
export interface World {
  readonly name: string;
  readonly wallet: TestWallet;
  readonly services: MixServices;
  readonly people: readonly PersonScope[];
  readonly operators: readonly OperatorScope[];
  readonly deposits: DepositWorld;
  readonly payouts: PayoutWorld;
  readonly bank: TestRail;
  /** Ids of what was made, for whoever asks next. */
  readonly made: Record<'withdrawal' | 'offer' | 'trade' | 'quote' | 'buy' | 'move', string[]>;
  /** What each key was answered with. */
  readonly answers: Map<string, Set<string>>;
  readonly counts: Counts;
}

export interface Counts {
  requests: number;
  accepted: number;
  replayed: number;
  /** How often the database asked for a transaction again, unseen by whoever wanted it. */
  retries: number;
  readonly refused: Map<string, number>;
}

export async function createWorld(
  wallet: TestWallet,
  { name, counts, funded }: { name: string; counts: Counts; funded: Map<string, bigint> },
): Promise<World> {
  const { services: base, clock } = wallet;
  const people = await Promise.all([1, 2, 3, 4].map(() => wallet.newPerson()));
  const operators = await Promise.all([1, 2].map(() => wallet.newOperator()));
  for (const currency of CURRENCIES) {
    for (const person of people) {
      await wallet.fund(person, currency, FUNDS[currency]);
      funded.set(`${person.personId} money ${currency}`, FUNDS[currency]);
    }
    await wallet.fundPlatform('treasury', currency, FUNDS[currency]);
    const treasury = `platform treasury ${currency}`;
    funded.set(treasury, (funded.get(treasury) ?? 0n) + FUNDS[currency]);
  }
  const deposits = createDepositWorld(clock, name);
  const payouts = createPayoutWorld(clock, name);
  const bank: TestRail = { ...createTestRail(), name: `bank-${name}` };
  const jobs = { enqueue: async () => undefined } as Pick<Jobs, 'enqueue'> as Jobs;
  const database: typeof base.database = {
    ...base.database,
    transaction(work) {
      let attempts = 0;
      return base.database.transaction((tx) => {
        if (++attempts > 1) counts.retries++;
        return work(tx);
      });
    },
  };
  const services: MixServices = {
    ...base,
    clock,
    database,
    jobs,
    depositProvider: deposits.provider,
    payoutProvider: payouts.provider,
    fiatRails: [bank],
  };
  const made = { withdrawal: [], offer: [], trade: [], quote: [], buy: [], move: [] };
  return {
    name,
    wallet,
    services,
    people,
    operators,
    deposits,
    payouts,
    bank,
    made,
    answers: new Map(),
    counts,
  };
}

/** Runs a request; a refusal of the product is counted, anything else is thrown. */
export async function request(world: World, work: () => Promise<unknown>): Promise<void> {
  const { counts } = world;
  counts.requests++;
  try {
    await work();
    counts.accepted++;
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'INTERNAL') throw error;
    counts.refused.set(error.code, (counts.refused.get(error.code) ?? 0) + 1);
  }
}

/** Notes what a key of somebody was answered with; the test asks that it is always the same. */
export function noteAnswer(
  world: World,
  { personId }: { personId: string },
  key: string,
  id: string,
): string {
  const name = `${personId} ${key}`;
  const answers = world.answers.get(name);
  if (answers) world.counts.replayed++;
  world.answers.set(name, (answers ?? new Set()).add(id));
  return id;
}
