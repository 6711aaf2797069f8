import { createTestDatabase } from '@charmbills/ops/testing';
import { createDevWallet } from '../../../ops/src/demo/wallet.ts';
import type { PersonScope } from '../identity/index.ts';
import { createTestPerson } from '../identity/testing.ts';
import { ManualClock } from '../platform/clock.ts';
import { type Config, loadConfig } from '../platform/config/index.ts';
import { type Database, openDatabase } from '../platform/database/index.ts';

export interface TestTeam {
  readonly services: { readonly config: Config; readonly clock: ManualClock; readonly database: Database };
  /** Somebody new who is signed in. */
  newPerson(): Promise<PersonScope>;
  stop(): Promise<void>;
}

/** A database of the test's own, and a clock that the test moves. */
export async function createTestTeam(): Promise<TestTeam> {
  const testDatabase = await createTestDatabase();
  const database = openDatabase({ url: testDatabase.url });
  const clock = new ManualClock(new Date('2026-03-01T10:00:00.000Z'));
  const config = loadConfig({
    DATABASE_URL: testDatabase.url,
    JWT_SECRET: 'a secret of at least 32 characters',
    ENCRYPTION_KEY: 'another secret of at least 32 characters',
    RPC_URL: 'http://localhost:1',
    PROVER_API_URL: 'http://localhost:1',
  });
  return {
    services: { config, clock, database },
    newPerson: () =>
      createTestPerson(database.client, { address: createDevWallet().address, now: clock.now() }),
    async stop() {
      await database.close();
      await testDatabase.drop();
    },
  };
}
