import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { checkLedger, sealPostings, startLedgerUpkeep } from '../../../backend/src/ledger/index.ts';
import { systemClock } from '../../../backend/src/platform/clock.ts';
import { silentLogger } from '../../../backend/src/platform/logging/index.ts';
import { type PostgresServer, startPostgres } from '../stack/postgres/start-postgres.ts';
import { type Bookkeepers, createBooks, openBooks } from './ledger/books.ts';
import { findPgbench, transferScript } from './ledger/pgbench.ts';
import { inRounds, typicalRound } from './ledger/rate.ts';
import { prepareTpcb } from './ledger/tpcb.ts';
import { type BenchReport, type BenchRow, benchRow, progress } from './report.ts';

const CLIENTS = 16;
const ROUNDS = 5;
const SECONDS = 3;
const FEW_ENTRIES = 10_000;
const MANY_ENTRIES = 1_000_000;

/**
 * Transfers a second on a PostgreSQL of its own with default durability, every guarantee on and the journal being
 * sealed meanwhile. References are measured in the same rounds on the same server: pgbench's TPC-B-like
 * transaction, and the commit of one row. At the end the books must be sound.
 */
export async function run(): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-bench-'));
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  try {
    const rows = [...(await besideReferences(server)), ...(await asTheJournalGrows(server))];
    return { name: 'ledger, transfers a second', rows };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function besideReferences(server: PostgresServer): Promise<BenchRow[]> {
  await admin(server, 'CREATE DATABASE tpcb', 'CREATE DATABASE books');
  progress('preparing TPC-B and 1,000 accounts');
  const tpcb = await prepareTpcb(server.urlOf('tpcb'));
  await createBooks(server.urlOf('books'), 1_000);
  const books = await openBooks(server.urlOf('books'), CLIENTS);
  const upkeep = startLedgerUpkeep({ database: books.database, clock: systemClock, logger: silentLogger });
  const pgbench = findPgbench(server.urlOf('books'));
  const measures = {
    tpcb: tpcb.measure,
    commit: books.commits(CLIENTS),
    ...(pgbench && {
      'one by one, 50 accounts, sent by pgbench': pgbench.measure(CLIENTS, transferScript(50)),
      'one by one, 1,000 accounts, sent by pgbench': pgbench.measure(CLIENTS, transferScript(1_000)),
    }),
    'one by one, 50 accounts': books.transfers({ clients: CLIENTS, batch: 1, accounts: 50 }),
    'one by one, 1,000 accounts': books.transfers({ clients: CLIENTS, batch: 1, accounts: 1_000 }),
    'batches of 100, 50 accounts': books.transfers({ clients: CLIENTS, batch: 100, accounts: 50 }),
    'batches of 100, 1,000 accounts': books.transfers({ clients: CLIENTS, batch: 100, accounts: 1_000 }),
    'batches of 10,000, 50 accounts': books.transfers({ clients: 2, batch: 10_000, accounts: 50 }),
    'batches of 10,000, 1,000 accounts': books.transfers({ clients: 2, batch: 10_000, accounts: 1_000 }),
  };
  try {
    progress(`${ROUNDS} rounds of ${Object.keys(measures).length} measures, after one to warm up`);
    const {
      tpcb: references = [],
      commit: commits = [],
      ...cases
    } = await inRounds(measures, {
      rounds: ROUNDS,
      seconds: SECONDS,
      // What is left to seal of a round is not to slow the references of the next.
      before: () => sealAll(books),
    });
    await upkeep.stop();
    await requireSound(books);
    const beside = (name: string, values: readonly number[], reference: readonly number[]) => {
      const typical = typicalRound(values, reference);
      return benchRow(name, 'transfers/s', typical.value, typical.reference);
    };
    return [
      ...Object.entries(cases).map(([name, values]) =>
        beside(`${name} / TPC-B (${tpcb.driver})`, values, references),
      ),
      beside(
        'one by one, 1,000 accounts / commits of one row',
        cases['one by one, 1,000 accounts'] ?? [],
        commits,
      ),
    ];
  } finally {
    await upkeep.stop();
    await books.database.close();
    await tpcb.close();
  }
}

/** The same work beside 10,000 entries and beside a million: the small books are copied afresh for each round. */
async function asTheJournalGrows(server: PostgresServer): Promise<BenchRow[]> {
  await admin(server, 'CREATE DATABASE small', 'CREATE DATABASE large');
  for (const [name, entries] of [
    ['small', FEW_ENTRIES],
    ['large', MANY_ENTRIES],
  ] as const) {
    progress(`posting ${entries.toLocaleString('en-US')} entries`);
    await createBooks(server.urlOf(name), 1_000);
    const filler = await openBooks(server.urlOf(name), 2);
    await filler.fill(entries);
    await filler.database.pool.query('VACUUM ANALYZE');
    await filler.database.close();
  }
  const large = await openBooks(server.urlOf('large'), CLIENTS);
  let small: Bookkeepers | undefined;
  const inSmall = (options: Parameters<Bookkeepers['transfers']>[0]) => async (seconds: number) =>
    small === undefined ? Number.NaN : small.transfers(options)(seconds);
  const single = { clients: CLIENTS, batch: 1, accounts: 1_000 };
  const hundreds = { clients: CLIENTS, batch: 100, accounts: 1_000 };
  try {
    const rates = await inRounds(
      {
        fewSingle: inSmall(single),
        manySingle: large.transfers(single),
        fewHundreds: inSmall(hundreds),
        manyHundreds: large.transfers(hundreds),
      },
      {
        rounds: ROUNDS,
        seconds: SECONDS,
        async before() {
          await small?.database.close();
          await admin(server, 'DROP DATABASE IF EXISTS copy', 'CREATE DATABASE copy TEMPLATE small');
          small = await openBooks(server.urlOf('copy'), CLIENTS);
        },
      },
    );
    await requireSound(large);
    const many = 'beside 1,000,000 entries / beside 10,000';
    const singles = typicalRound(rates.manySingle ?? [], rates.fewSingle ?? []);
    const batches = typicalRound(rates.manyHundreds ?? [], rates.fewHundreds ?? []);
    return [
      benchRow(`one by one ${many}`, 'transfers/s', singles.value, singles.reference),
      benchRow(`batches of 100 ${many}`, 'transfers/s', batches.value, batches.reference),
    ];
  } finally {
    await small?.database.close();
    await large.database.close();
  }
}

/** Until every posting is sealed; another process may be at it. */
async function sealAll({ database }: Bookkeepers): Promise<void> {
  for (;;) {
    await sealPostings(database);
    const { rows } = await database.pool.query(`SELECT FROM ledger_postings
      WHERE posting_number > (SELECT coalesce(max(to_posting), 0) FROM ledger_seals) LIMIT 1`);
    if (rows.length === 0) return;
    await sleep(50);
  }
}

async function requireSound({ database }: Bookkeepers): Promise<void> {
  progress('checking the books');
  const { failed, journal } = await checkLedger(database);
  if (failed !== null) throw new Error(`the books are not sound: ${failed.check}: ${failed.culprit}`);
  progress(`sound: ${journal.entries} entries, ${journal.seals} seals`);
}

async function admin(server: PostgresServer, ...statements: string[]): Promise<void> {
  const client = new pg.Client(server.urlOf('postgres'));
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
