import pg from 'pg';
import { findPgbench } from './pgbench.ts';
import { type Measure, rateOf } from './rate.ts';

const CLIENTS = 16;
/** As many branches as clients: with fewer, the reference would wait for its own rows more than it works. */
const SCALE = 16;
const ACCOUNTS_PER_BRANCH = 100_000;
const TELLERS_PER_BRANCH = 10;

/** The TPC-B-like transaction of pgbench, prepared, on `url`, and who drives it. */
export interface Tpcb {
  readonly driver: string;
  readonly measure: Measure;
  close(): Promise<void>;
}

/** By pgbench where there is one; otherwise the same script by this process, which costs it more. */
export async function prepareTpcb(url: string): Promise<Tpcb> {
  const pgbench = findPgbench(url);
  if (pgbench === undefined) return byNode(url);
  await pgbench.run('-i', '-q', '-s', String(SCALE));
  return { driver: 'pgbench', measure: pgbench.measure(CLIENTS), close: async () => undefined };
}

const TABLES = `
  CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88)) WITH (fillfactor = 100);
  CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84)) WITH (fillfactor = 100);
  CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84)) WITH (fillfactor = 100);
  CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
  INSERT INTO pgbench_branches SELECT i, 0, '' FROM generate_series(1, ${SCALE}) i;
  INSERT INTO pgbench_tellers SELECT i, 1 + (i - 1) / ${TELLERS_PER_BRANCH}, 0, ''
    FROM generate_series(1, ${SCALE * TELLERS_PER_BRANCH}) i;
  INSERT INTO pgbench_accounts SELECT i, 1 + (i - 1) / ${ACCOUNTS_PER_BRANCH}, 0, ''
    FROM generate_series(1, ${SCALE * ACCOUNTS_PER_BRANCH}) i;`;

const upTo = (n: number) => 1 + Math.floor(Math.random() * n);

async function byNode(url: string): Promise<Tpcb> {
  const pool = new pg.Pool({ connectionString: url, max: CLIENTS });
  await pool.query(TABLES);
  await pool.query('VACUUM ANALYZE');
  const transaction = async (): Promise<number> => {
    const [aid, bid, tid] = [
      upTo(SCALE * ACCOUNTS_PER_BRANCH),
      upTo(SCALE),
      upTo(SCALE * TELLERS_PER_BRANCH),
    ];
    const delta = upTo(10_001) - 5_001;
    const client = await pool.connect();
    const run = (name: string, text: string, values: number[] = []) => client.query({ name, text, values });
    try {
      await run('begin', 'BEGIN');
      await run('1', 'UPDATE pgbench_accounts SET abalance = abalance + $1 WHERE aid = $2', [delta, aid]);
      await run('2', 'SELECT abalance FROM pgbench_accounts WHERE aid = $1', [aid]);
      await run('3', 'UPDATE pgbench_tellers SET tbalance = tbalance + $1 WHERE tid = $2', [delta, tid]);
      await run('4', 'UPDATE pgbench_branches SET bbalance = bbalance + $1 WHERE bid = $2', [delta, bid]);
      const history = 'INSERT INTO pgbench_history (tid, bid, aid, delta, mtime)';
      await run('5', `${history} VALUES ($1, $2, $3, $4, CURRENT_TIMESTAMP)`, [tid, bid, aid, delta]);
      await run('end', 'END');
      return 1;
    } finally {
      client.release();
    }
  };
  return {
    driver: 'Node, for want of pgbench',
    measure: (seconds) => rateOf(CLIENTS, seconds, transaction),
    close: () => pool.end(),
  };
}
