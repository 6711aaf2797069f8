import { createTestDatabase } from '@charmbills/ops/testing';
import type { GraphQLSchema } from 'graphql';
import { type Api, createApi } from '../../backend/src/api/index.ts';
import { ManualClock } from '../../backend/src/platform/clock.ts';
import { loadConfig } from '../../backend/src/platform/config/index.ts';
import { startDispatching } from '../../backend/src/platform/events/index.ts';
import { type Logger, silentLogger } from '../../backend/src/platform/logging/index.ts';
import { createServices, type Services } from '../../backend/src/services.ts';

/** The API on a database of its own and a free port, with a clock that the test moves. No node, no prover. */
export interface TestApi {
  readonly url: string;
  readonly graphqlUrl: string;
  readonly clock: ManualClock;
  readonly services: Services;
  readonly api: Api;
  /** SQL statements since the last call. */
  takeQueries(): string[];
  stop(): Promise<void>;
}

export async function startTestApi({
  env = {},
  schema,
  logger = silentLogger,
  replaceHealth,
}: {
  env?: Record<string, string>;
  schema?: GraphQLSchema;
  logger?: Logger;
  /** Puts others in the place of what looks at the surroundings. */
  replaceHealth?: (services: Services) => Pick<Services, 'figures' | 'health'>;
} = {}): Promise<TestApi> {
  const testDatabase = await createTestDatabase();
  const config = loadConfig({
    NODE_ENV: 'test',
    DATABASE_URL: testDatabase.url,
    JWT_SECRET: 'a secret of at least 32 characters',
    ENCRYPTION_KEY: 'another secret of at least 32 characters',
    RPC_URL: 'http://127.0.0.1:1',
    PROVER_API_URL: 'http://127.0.0.1:1',
    RATE_LIMIT_PER_MINUTE: '100000',
    SIGN_IN_LIMIT_PER_MINUTE: '100000',
    ...env,
  });
  const clock = new ManualClock(new Date());
  let queries: string[] = [];
  const built = createServices(config, { clock, logger, onQuery: (sql) => queries.push(sql) });
  const services = { ...built, ...replaceHealth?.(built) };
  await services.liveEvents.start();
  const { database, eventObservers: observers } = services;
  const now = () => clock.now();
  const dispatching = startDispatching({ database, logger, now, observers, intervalMs: 20 });
  const api = await createApi(services, { version: '0.0.0-test', ...(schema ? { schema } : {}) });
  const { port } = await api.listen('127.0.0.1', 0);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    graphqlUrl: `${url}/graphql`,
    clock,
    services,
    api,
    takeQueries() {
      const taken = queries;
      queries = [];
      return taken;
    },
    async stop() {
      await api.close(2_000);
      await dispatching.stop();
      await services.liveEvents.stop();
      await database.close();
      await testDatabase.drop();
    },
  };
}
