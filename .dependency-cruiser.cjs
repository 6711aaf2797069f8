/** Who may import whom: see docs/architecture.md. */

/** Folders of backend/src that hold features; platform, ledger and identity lie beneath them. */
const FEATURES =
  'bitcoin|charms|billing|wallet|rails|rates|compliance|team|webhooks|notifications|operations';

/** Tests and what serves them alone. */
const TESTS = '(\\.test\\.ts|/testing/.+|/testing\\.ts)$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'platform-stands-alone',
      severity: 'error',
      from: { path: '^backend/src/platform/' },
      to: { path: '^backend/src/', pathNot: '^backend/src/platform/' },
    },
    {
      name: 'ledger-and-identity-know-only-the-platform',
      severity: 'error',
      from: { path: '^backend/src/(ledger|identity)/' },
      to: { path: '^backend/src/', pathNot: '^backend/src/(platform/|$1/)' },
    },
    {
      name: 'features-do-not-know-the-edges',
      severity: 'error',
      from: { path: `^backend/src/(${FEATURES}|ledger|identity)/`, pathNot: TESTS },
      to: { path: '^backend/src/(api/|main\\.ts|services\\.ts)' },
    },
    {
      name: 'features-meet-through-index',
      severity: 'error',
      from: { path: '^backend/src/([^/]+)/', pathNot: TESTS },
      to: {
        path: `^backend/src/(${FEATURES}|ledger|identity)/`,
        pathNot: ['^backend/src/$1/', '^backend/src/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'bitcoin-knows-no-feature',
      severity: 'error',
      from: { path: '^backend/src/bitcoin/' },
      to: { path: `^backend/src/(${FEATURES.replace('bitcoin|', '')})/` },
    },
    {
      name: 'charms-does-not-know-billing',
      severity: 'error',
      from: { path: '^backend/src/charms/' },
      to: { path: '^backend/src/billing/' },
    },
    {
      name: 'generated-client-stays-in-the-platform',
      severity: 'error',
      from: { path: '^backend/', pathNot: '^backend/src/platform/database/' },
      to: { path: '^backend/src/platform/database/generated' },
    },
    {
      name: 'charms-package-has-no-io',
      severity: 'error',
      from: { path: '^packages/charms/src/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'packages-stand-alone',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/', pathNot: TESTS },
      to: { path: '^(backend|prover|sandbox|ops|e2e|frontend)/' },
    },
    {
      name: 'simulators-stand-alone',
      severity: 'error',
      from: { path: '^sandbox/src/', pathNot: TESTS },
      to: { path: '^(backend|packages|prover|ops|e2e|frontend)/' },
    },
    {
      name: 'product-does-not-import-tests-or-tooling',
      severity: 'error',
      from: { path: '^(backend/src|packages/[^/]+/src|prover/src)/', pathNot: TESTS },
      to: { path: `^(ops|e2e|sandbox)/|${TESTS}` },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|generated|dist' },
    exclude: { path: '(node_modules|/dist/|/generated/|prover/contract/assembly)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
