import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemoData } from '../demo/load-demo-data.ts';
import { startStack } from '../stack/stack.ts';
import { launchChromium } from '../testing/browser/index.ts';
import { startBarePage } from './frontend/bare-page.ts';
import { ROUTES, type Route } from './frontend/routes.ts';
import { openShop } from './frontend/shop.ts';
import { type Visit, visit } from './frontend/visit.ts';
import { type BenchReport, type BenchRow, benchRow, progress } from './report.ts';

const ROUNDS = 5;
/** `BENCH_ROUTES=checkout,portal` measures the routes with those words in their names alone. */
const ONLY = process.env.BENCH_ROUTES?.split(',') ?? [''];
/** What Core Web Vitals call good: there is no shift on a bare page to compare with. */
const GOOD_CLS = 0.1;

/**
 * Pages of the production build in Chromium on a processor four times slower and a mobile network, nothing cached,
 * beside a page of the same framework with nothing in it, visited in the same rounds. Medians.
 */
export async function run(): Promise<BenchReport> {
  const dataDir = await mkdtemp(join(tmpdir(), 'charmbills-bench-'));
  const { DATABASE_URL: _database, RPC_URL: _node, PROVER_API_URL: _prover, ...env } = process.env;
  const stack = await startStack({
    dataDir,
    env,
    ports: 'free',
    frontend: true,
    blockIntervalSeconds: 0,
    demoData: loadDemoData,
    log: progress,
  });
  try {
    const bare = await startBarePage();
    const browser = await launchChromium();
    try {
      const shop = await openShop(stack);
      const one = async (route: Route) =>
        visit(browser, `${stack.frontendUrl}${await route.path(shop)}`, {
          ...(route.control && { control: route.control }),
          ...(route.as && { storedSession: await shop.storedSession(route.as) }),
        });
      // The servers warm up, and pages that are not there are found.
      await visit(browser, bare.url);
      const routes: Route[] = [];
      for (const route of ROUTES.filter(({ name }) => ONLY.some((word) => name.includes(word)))) {
        const first = await one(route);
        if (first === undefined) progress(`${route.name}: there is no such page`);
        else routes.push(route);
        for (const paint of first?.painted ?? []) progress(`${route.name} painted at ${paint}`);
        for (const shift of first?.shifted ?? []) progress(`${route.name} moved by ${shift}`);
      }
      const references: Visit[] = [];
      const visits = new Map<Route, Visit[]>(routes.map((route) => [route, []]));
      for (let round = 1; round <= ROUNDS; round += 1) {
        progress(`round ${round} of ${ROUNDS}`);
        references.push(present(await visit(browser, bare.url)));
        for (const [route, seen] of visits) seen.push(present(await one(route)));
      }
      return {
        name: 'frontend',
        rows: [...visits].flatMap(([{ name }, seen]) => rowsOf(name, seen, references)),
      };
    } finally {
      await browser.close();
      await bare.stop();
    }
  } finally {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function present(result: Visit | undefined): Visit {
  if (result === undefined) throw new Error('a page was there and is gone');
  return result;
}

function rowsOf(name: string, seen: readonly Visit[], references: readonly Visit[]): BenchRow[] {
  const row = (what: string, unit: string, of: (visit: Visit) => number) =>
    benchRow(`${name}: ${what}`, unit, median(seen.map(of)), median(references.map(of)));
  return [
    row('scripts until loaded', 'kB', ({ scriptBytes }) => scriptBytes / 1_000),
    row('scripts in all', 'kB', ({ allScriptBytes }) => allScriptBytes / 1_000),
    row('largest paint', 'ms', ({ lcpMs }) => lcpMs),
    benchRow(`${name}: layout shift / good`, 'CLS', median(seen.map(({ cls }) => cls)), GOOD_CLS),
    row('a click to its paint', 'ms', ({ interactionMs }) => interactionMs),
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
