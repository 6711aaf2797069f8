/**
 * `npm test`: every check, then every test, whatever the checks found; what follows on the command line goes to the
 * test runner. A check that failed counts as a failure in the closing line. Exits 0 when nothing failed.
 */
import { spawnSync } from 'node:child_process';
import { runChecks } from './checks.ts';
import { FAILED_CHECKS } from './closing-line-reporter.ts';

const failed = runChecks();
const { status } = spawnSync('vitest', ['run', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, [FAILED_CHECKS]: String(failed.length) },
});
process.exitCode = failed.length > 0 ? 1 : (status ?? 1);
