export { type FundedOutput, type Regtest, startRegtest } from './regtest.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
