import fc from 'fast-check';
import { beforeAll, expect, test, vi } from 'vitest';
import { checkLedger } from '../../ledger/index.ts';
import { miscountedOffers, misplacedEscrow } from '../p2p/testing.ts';
import { setSavingsRate } from '../savings/set-savings-rate.ts';
import { useTestWallet } from '../testing.ts';
import { utcDay } from '../utc-day.ts';
import { ACT, actAtOnce } from './testing/acts.ts';
import { readFeatures, readLedger } from './testing/books.ts';
import { expectOutsideMatches, finish } from './testing/finish.ts';
import { type Counts, CURRENCIES, createWorld, type World } from './testing/world.ts';

/** More of them for a soak: `WALLET_MIX_RUNS=200 npx vitest run backend/src/wallet/mix`. */
const RUNS = Number(process.env.WALLET_MIX_RUNS ?? 6);
const MOMENTS = Number(process.env.WALLET_MIX_MOMENTS ?? 12);
const MINUTE = 60_000;
vi.setConfig({ testTimeout: 90_000 + RUNS * 30_000 });

const wallet = useTestWallet({
  env: {
    WALLET_WITHDRAWAL_FEE_BPS: '50',
    WALLET_WITHDRAWAL_FEES: 'BTC:1000',
    WALLET_FOUR_EYES: 'BTC:2000000',
    WALLET_SWAP_QUOTE_SECONDS: '90',
  },
});

beforeAll(async () => {
  const operator = await wallet.newOperator();
  const fromDay = utcDay(wallet.clock.now(), 1);
  for (const currency of CURRENCIES) {
    await setSavingsRate(wallet.services, operator, { currency, fromDay, ratePpm: 123_456 });
  }
});

/** What comes at the same moment, and how far the clock then moves. */
const MIX = fc.array(
  fc.record({
    acts: fc.array(ACT, { minLength: 8, maxLength: 24 }),
    advanceMs: fc.constantFrom(0, 0, 1_000, MINUTE, 10 * MINUTE, 90 * MINUTE, 1_440 * MINUTE),
  }),
  { minLength: MOMENTS, maxLength: MOMENTS },
);

test('whatever comes at once, twice and in any order, every unit is where the features say it is', async () => {
  const counts: Counts = { requests: 0, accepted: 0, replayed: 0, retries: 0, refused: new Map() };
  const funded = new Map<string, bigint>();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(MIX, async (mix) => {
      const world = await createWorld(wallet, { name: String(++runs), counts, funded });
      for (const { acts, advanceMs } of mix) {
        await actAtOnce(world, acts);
        await expectSound(world, funded);
        wallet.clock.advanceBy(advanceMs);
      }
      await finish(world);
      await expectSound(world, funded);
      await expectOutsideMatches(world);
      expect((await checkLedger(world.services.database)).failed).toBeNull();
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  const { refused, ...rest } = counts;
  if (process.env.WALLET_MIX_REPORT) {
    console.log({ runs, ...rest, refused: Object.fromEntries(refused), ...(await outcomes()) });
  }
  // Not a mix in which everything is refused.
  expect(counts.accepted).toBeGreaterThan(counts.requests / 4);
});

async function expectSound({ services, answers }: World, funded: Map<string, bigint>): Promise<void> {
  const { database } = services;
  const ledger = await readLedger(database);
  expect(ledger).toEqual(await readFeatures(database, funded));
  for (const currency of CURRENCIES) {
    const all = [...ledger].filter(([name]) => name.endsWith(` ${currency}`) && !name.includes(' locked '));
    expect(all.reduce((sum, [, amount]) => sum + amount, 0n)).toBe(0n);
  }
  const short = await database.client.$queryRaw`
    SELECT id FROM ledger_accounts WHERE locked < 0 OR (floor IS NOT NULL AND balance - locked < floor)`;
  expect(short).toEqual([]);
  expect(await misplacedEscrow(database)).toEqual([]);
  expect(await miscountedOffers(database)).toEqual([]);
  expect(await misplacedHolds(database.client)).toEqual([]);
  for (const [key, ids] of answers) expect([key, ids.size]).toEqual([key, 1]);
}

/** Withdrawals that are open without their hold, or over with one. */
function misplacedHolds(client: World['services']['database']['client']): Promise<unknown[]> {
  return client.$queryRaw`
    SELECT w.id FROM withdrawals w LEFT JOIN ledger_holds h ON h.id = w.hold_id
    WHERE h.id IS NULL OR h.amount - h.captured - h.released <>
      CASE WHEN w.status IN ('requested', 'approved', 'sending', 'unknown', 'sent') THEN w.amount + w.fee ELSE 0 END`;
}

/** How many of what came to what end. */
async function outcomes(): Promise<Record<string, unknown>> {
  const { client } = wallet.services.database;
  const tables = [
    'deposits',
    'deposit_reviews',
    'withdrawals',
    'p2p_trades',
    'swap_quotes',
    'express_buys',
    'fiat_entries',
  ];
  const rows = await client.$queryRawUnsafe<{ what: string; many: number }[]>(
    tables
      .map((table) => `SELECT '${table} ' || status AS what, count(*)::int AS many FROM ${table} GROUP BY 1`)
      .join(' UNION ALL '),
  );
  const commissions = await client.referralCommission.groupBy({ by: ['takenBackAt'], _count: true });
  const postings = await client.ledgerJournalRow.count({ where: { line: 1 } });
  return {
    ...Object.fromEntries(rows.map(({ what, many }) => [what, many])),
    commissions: commissions.length,
    postings,
  };
}
