export type { FundedOutput } from '../stack/faucet.ts';
export { startProver, type TestProver } from './prover.ts';
export { startRedis, type TestRedis } from './redis.ts';
export { type Regtest, type RegtestOptions, startRegtest } from './regtest.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
