import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadConfig } from '../../../backend/src/platform/config/index.ts';
import { migrateDatabase, openDatabase } from '../../../backend/src/platform/database/index.ts';
import { startPostgres } from '../stack/postgres/start-postgres.ts';
import { type Load, load, requestOf, warmUp } from './api/load.ts';
import { DASHBOARD_QUERIES, type DashboardQuery } from './api/queries.ts';
import { type Server, type ServerKind, startServer } from './api/server.ts';
import { openShop, type Shop } from './api/shop.ts';
import { type BenchReport, type BenchRow, benchRow, progress } from './report.ts';

const KINDS: readonly ServerKind[] = ['product', 'apollo', 'mercurius', 'bare'];
/** `BENCH_SCALE=0.2` measures for a fifth of the time, and `BENCH_QUERIES=plans,invoices` those alone. */
const SCALE = Number(process.env.BENCH_SCALE ?? 1);
const SECONDS = Math.max(1, Math.round(5 * SCALE));
const ROUNDS = 3;
const ONLY = process.env.BENCH_QUERIES?.split(',');

/**
 * The signed-in queries of a dashboard over HTTP at 50 connections, each server in a process of its own with as many
 * database connections, on one PostgreSQL with default durability: the product with sessions, limits, metrics and logs;
 * stock Apollo Server, and Mercurius with its compiler, over the same schema, resolvers and data without any of those;
 * and a bare route that runs the same statements. In turns, after a warm-up; of each figure the median of the rounds.
 */
export async function run(): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-bench-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  const servers: Server[] = [];
  try {
    const url = postgres.urlOf('postgres');
    await migrateDatabase(url);
    const env = {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      ROLE: 'api',
      DATABASE_URL: url,
      DATABASE_POOL_SIZE: '10',
      JWT_SECRET: randomBytes(32).toString('hex'),
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      RPC_URL: 'http://127.0.0.1:1',
      PROVER_API_URL: 'http://127.0.0.1:1',
      RATE_LIMIT_PER_MINUTE: '100000000',
    };
    const database = openDatabase({ url });
    progress('opening a shop with 10,000 subscriptions and 30,000 invoices');
    const shop = await openShop(database, loadConfig(env));
    await database.close();
    for (const kind of KINDS) servers.push(await startServer(kind, shop, env));
    const rows: BenchRow[] = [];
    for (const query of DASHBOARD_QUERIES.filter(({ name }) => ONLY?.includes(name) ?? true)) {
      await agree(servers, query, shop);
      rows.push(...compare(query.name, await measure(servers, query, shop)));
    }
    return { name: 'api, signed-in dashboard queries at 50 connections', rows };
  } finally {
    for (const server of servers) server.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The servers that answer GraphQL answer the same. */
async function agree(servers: readonly Server[], query: DashboardQuery, shop: Shop): Promise<void> {
  const answers = await Promise.all(
    servers
      .filter(({ kind }) => kind !== 'bare')
      .map(async (server) => {
        const { url, ...request } = requestOf(server, query, shop);
        return (await fetch(url, request)).json();
      }),
  );
  if (!answers.every((answer) => isDeepStrictEqual(answer, answers[0]) && !('errors' in Object(answer)))) {
    throw new Error(`${query.name} is answered differently: ${JSON.stringify(answers).slice(0, 2_000)}`);
  }
}

type Loads = Readonly<Record<ServerKind, Load>>;

async function measure(servers: readonly Server[], query: DashboardQuery, shop: Shop): Promise<Loads> {
  for (const server of servers) await warmUp(server, query, shop);
  const rounds: [ServerKind, Load][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Each begins once, whatever else the machine is doing then.
    for (const server of [...servers.slice(round), ...servers.slice(0, round)]) {
      const measured = await load(server, query, shop, SECONDS);
      progress(
        `${query.name} ${server.kind}: ${measured.perSecond.toFixed()}/s, p95 ${measured.p95.toFixed(1)} ms`,
      );
      rounds.push([server.kind, measured]);
    }
  }
  const median = (kind: ServerKind): Load => {
    const own = rounds.filter(([of]) => of === kind).map(([, measured]) => measured);
    const middle = (figure: keyof Load) =>
      own.map((measured) => measured[figure]).sort((a, b) => a - b)[Math.floor(own.length / 2)] ?? Number.NaN;
    return {
      perSecond: middle('perSecond'),
      p50: middle('p50'),
      p95: middle('p95'),
      p99: middle('p99'),
      processorMs: middle('processorMs'),
    };
  };
  return {
    product: median('product'),
    apollo: median('apollo'),
    mercurius: median('mercurius'),
    bare: median('bare'),
  };
}

function compare(name: string, { product, apollo, mercurius, bare }: Loads): BenchRow[] {
  return [
    benchRow(`${name} / stock Apollo`, 'requests/s', product.perSecond, apollo.perSecond),
    benchRow(`${name} / Mercurius with JIT`, 'requests/s', product.perSecond, mercurius.perSecond),
    benchRow(`${name} / bare route, same SQL`, 'requests/s', product.perSecond, bare.perSecond),
    benchRow(`${name} processor time / stock Apollo`, 'ms', product.processorMs, apollo.processorMs),
    benchRow(`${name} processor time / Mercurius`, 'ms', product.processorMs, mercurius.processorMs),
    benchRow(`${name} p50 / stock Apollo`, 'ms', product.p50, apollo.p50),
    benchRow(`${name} p95 / stock Apollo`, 'ms', product.p95, apollo.p95),
    benchRow(`${name} p99 / stock Apollo`, 'ms', product.p99, apollo.p99),
  ];
}
