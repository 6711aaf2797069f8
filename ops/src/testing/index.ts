export { type FundedOutput, type Regtest, type RegtestOptions, startRegtest } from './regtest.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
