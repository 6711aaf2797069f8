import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { startPostgres } from '../stack/postgres/start-postgres.ts';
import { typicalRound } from './ledger/rate.ts';
import { type BenchReport, benchRow, progress } from './report.ts';
import { openShops, SAMPLE_BODY } from './webhooks/shop.ts';

const ROUNDS = 3;
const MERCHANTS = 10;
const EVENTS = 200;
const REQUESTS = 20_000;
/** What the worker allows itself. */
const CONCURRENCY = 128;

/**
 * Deliveries a second, from recorded events to written log, to 100 endpoints of ten merchants on a receiver in a
 * process of its own: all of them alive, and with one in ten that never answers. The reference sends the same
 * bodies to the same receiver by the same HTTP client with as many at a time, without signatures, queue or log.
 */
export async function run(): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-bench-'));
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  const receiver = fork(fileURLToPath(new URL('webhooks/receiver.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx', '--conditions=source'],
  });
  try {
    const [port] = (await once(receiver, 'message')) as [number];
    const url = `http://127.0.0.1:${port}`;
    const shops = await openShops(server.urlOf('postgres'), url, MERCHANTS);
    const rates = { bare: [] as number[], alive: [] as number[], dead: [] as number[] };
    for (let round = 0; round <= ROUNDS; round++) {
      progress(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`);
      const bare = await barePosts(url);
      const alive = await shops.measure({ events: EVENTS, dead: false });
      const dead = await shops.measure({ events: EVENTS, dead: true });
      progress(`bare ${bare.toFixed()}, alive ${alive.toFixed()}, one in ten dead ${dead.toFixed()}`);
      if (round === 0) continue;
      rates.bare.push(bare);
      rates.alive.push(alive);
      rates.dead.push(dead);
    }
    await shops.close();
    const beside = (name: string, values: readonly number[], references: readonly number[]) => {
      const { value, reference } = typicalRound(values, references);
      return benchRow(name, 'deliveries/s', value, reference);
    };
    return {
      name: 'webhooks, deliveries a second',
      rows: [
        beside('all endpoints alive / bare requests', rates.alive, rates.bare),
        beside('one endpoint in ten dead / bare requests', rates.dead, rates.bare),
        beside('one endpoint in ten dead / all alive', rates.dead, rates.alive),
      ],
    };
  } finally {
    receiver.kill();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function barePosts(url: string): Promise<number> {
  const dispatcher = new Agent({ connections: 64, pipelining: 1 });
  const headers = { 'content-type': 'application/json' };
  let left = REQUESTS;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (left-- > 0) {
        const { body } = await request(`${url}/hook`, {
          dispatcher,
          method: 'POST',
          headers,
          body: SAMPLE_BODY,
        });
        await body.text();
      }
    }),
  );
  const rate = REQUESTS / ((performance.now() - began) / 1_000);
  await dispatcher.close();
  return rate;
}
