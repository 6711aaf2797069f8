import { spawnSync } from 'node:child_process';
import { checkBillingTime } from './billing-time.ts';
import { checkLockfile } from './lockfile.ts';
import { checkMigrations } from './migrations.ts';
import { checkQueriesStayInRepositories } from './queries-in-repositories.ts';

interface Check {
  readonly name: string;
  readonly remedy: string;
  run(): boolean;
}

function command(name: string, line: string, remedy: string): Check {
  return { name, remedy, run: () => spawnSync(line, { shell: true, stdio: 'inherit' }).status === 0 };
}

function problems(name: string, find: () => string[], remedy: string): Check {
  return {
    name,
    remedy,
    run() {
      const found = find();
      for (const problem of found) console.error(`  ${problem}`);
      return found.length === 0;
    },
  };
}

const CHECKS: readonly Check[] = [
  command('format and lint', 'biome check .', 'npm run format'),
  command('types', 'tsc -p .', 'correct the types'),
  command('types of the frontend', 'next typegen frontend && tsc -p frontend', 'correct the types'),
  command(
    'who imports whom',
    'depcruise --config .dependency-cruiser.cjs --output-type err-long backend packages prover sandbox ops e2e frontend/src',
    'see docs/architecture.md',
  ),
  problems(
    'queries stay in repositories',
    checkQueriesStayInRepositories,
    'move the query into a *.repository.ts',
  ),
  problems(
    'billing keeps to the merchant’s time',
    checkBillingTime,
    'take merchantNow, or realNow where it says that it is meant',
  ),
  problems(
    'lockfile',
    checkLockfile,
    'npm config set omit-lockfile-registry-resolved true --location=project; npm install; where a platform is missing, take the newest version that the registry has for all of them',
  ),
  problems(
    'migrations run while the version before serves',
    checkMigrations,
    'see docs/operations/upgrades.md',
  ),
  command('schema and migrations', 'npm run -s db:check', 'npm run db:migrate -- <name>'),
  command(
    'API schema',
    'npm run -s schema:check',
    'npm run schema:write; a change that breaks clients is accepted in backend/schema-changes.json',
  ),
  command(
    'generated types of the frontend',
    'npm run -s generate -w @charmbills/frontend -- check',
    'npm run schema:write',
  ),
  command('generated client', 'npm run -s generate -w @charmbills/sdk -- check', 'npm run schema:write'),
  command('contract binary', 'npm run -s contract:check', 'npm run contract:build'),
];

/** Runs every check that is not a test, in order, stopping at none. Gives the names of those that failed. */
export function runChecks(): readonly string[] {
  const failed = CHECKS.filter((check) => {
    const start = performance.now();
    console.log(`\n── ${check.name}`);
    const passed = check.run();
    console.log(
      `${passed ? 'ok' : `FAILED: ${check.remedy}`} (${((performance.now() - start) / 1_000).toFixed(1)} s)`,
    );
    return !passed;
  }).map(({ name }) => name);
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`);
  return failed;
}
