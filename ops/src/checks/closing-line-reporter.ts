import type { Reporter, TestModule } from 'vitest/node';

/** The variable that says how many checks failed before the tests. */
export const FAILED_CHECKS = 'CHARMBILLS_FAILED_CHECKS';

/**
 * Prints one plain last line, `N passed, N failed[, N skipped]`, for readers that know no test runner; before it, what
 * passed only when it was tried again, which wants mending too.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const checks = Number(process.env[FAILED_CHECKS] ?? 0);
    const count = { passed: 0, failed: unhandledErrors.length + checks, skipped: 0 };
    for (const module of modules) {
      if (module.state() === 'failed' && module.children.size === 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state !== 'pending') count[state] += 1;
        if (test.diagnostic()?.flaky)
          console.log(`Passed only when tried again: ${test.fullName}: ${errors?.[0]?.message}`);
      }
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`);
  }
}
