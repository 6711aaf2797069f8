import { type Clock, systemClock } from './platform/clock.ts';
import type { Config } from './platform/config/index.ts';
import { openDatabase } from './platform/database/index.ts';
import { createLiveEvents } from './platform/events/index.ts';
import { createJobs } from './platform/jobs/index.ts';
import { createLogger, type Logger } from './platform/logging/index.ts';
import { createMemoryStore, createRateLimits } from './platform/rate-limit/index.ts';
import type { PlatformServices } from './platform/services.ts';

/** What tests put in place of the real thing. */
export interface Replacements {
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Told of every SQL statement. */
  readonly onQuery?: (sql: string) => void;
}

/** The parts that know nothing of the business. Nothing connects before it is used or started. */
export function createPlatform(config: Config, replacements: Replacements = {}): PlatformServices {
  const { clock = systemClock, onQuery } = replacements;
  const logger = replacements.logger ?? createLogger({ level: config.LOG_LEVEL, directory: config.LOGS_DIR });
  const database = openDatabase({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    ...(onQuery ? { onQuery } : {}),
  });
  return {
    config,
    clock,
    logger,
    database,
    jobs: createJobs(database, logger),
    liveEvents: createLiveEvents(config.DATABASE_URL, logger),
    rateLimits: createRateLimits(config, clock, createMemoryStore()),
  };
}
