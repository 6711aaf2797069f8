import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const roots = '{packages,backend,prover,sandbox,ops,e2e,frontend}/**';
/** Tests of real parts: they share the PostgreSQL server that the global setup starts. */
const stackTests = [`${roots}/*.{db,chain,api}.test.ts`, 'e2e/**/*.test.ts'];
const never = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  resolve: {
    conditions: ['source'],
    // graphql is a module twice over; libraries load this one, and its types are known by identity.
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
  },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    pool: 'forks',
    reporters: ['default', './ops/src/checks/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: [`${roots}/*.test.ts`], exclude: [...never, ...stackTests] },
      },
      {
        extends: true,
        test: {
          name: 'stack',
          include: stackTests,
          exclude: never,
          // Browsers, nodes and servers on a busy machine miss a moment now and then: the last lines say which did, and
          // how. What a property has found is never tried again, for other values would hide it.
          retry: { count: 1, condition: /^(?!Property failed)/ },
          globalSetup: './ops/src/testing/global-setup.ts',
        },
      },
    ],
  },
});
