/**
 * Front door of every benchmark: `npm run bench -- <name> [--json]`.
 * Prints a table, or with `--json` exactly one JSON document, on standard output; progress goes to
 * standard error. Exit 0 measured, 1 the benchmark failed, 2 unusable arguments.
 */
import { parseArgs } from 'node:util';
import { type BenchReport, formatReport } from './report.ts';

interface Bench {
  run(): Promise<BenchReport>;
}

/** Every benchmark by name; loaded only when asked for. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  api: () => import('./api.ts'),
  failover: () => import('./failover.ts'),
  follower: () => import('./follower.ts'),
  frontend: () => import('./frontend.ts'),
  ledger: () => import('./ledger.ts'),
  migrate: () => import('./migrate.ts'),
  reports: () => import('./reports.ts'),
  renewals: () => import('./renewals.ts'),
  restore: () => import('./restore.ts'),
  savings: () => import('./savings.ts'),
  spell: () => import('./spell.ts'),
  webhooks: () => import('./webhooks.ts'),
};

async function main(): Promise<number> {
  const usage = `usage: npm run bench -- <${Object.keys(benches).join('|')}> [--json]`;
  let name: string | undefined;
  let json: boolean;
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    if (positionals.length > 1) throw new TypeError('one benchmark at a time');
    name = positionals[0];
    json = values.json;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${usage}\n`);
    return 2;
  }
  const load = name !== undefined && Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (load === undefined) {
    process.stderr.write(`${name === undefined ? 'no benchmark named' : `unknown: ${name}`}\n${usage}\n`);
    return 2;
  }
  const report = await (await load()).run();
  process.stdout.write(`${json ? JSON.stringify(report) : formatReport(report)}\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}
