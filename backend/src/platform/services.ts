import type { Clock } from './clock.ts';
import type { Config } from './config/index.ts';
import type { Database } from './database/index.ts';
import type { LiveEvents } from './events/index.ts';
import type { Jobs } from './jobs/index.ts';
import type { Logger } from './logging/index.ts';
import type { Metrics } from './metrics/index.ts';
import type { RateLimits } from './rate-limit/index.ts';
import type { StaleReadRouting } from './replica/index.ts';

/** What every part of the backend is given. Features extend it by the ports they need. */
export interface PlatformServices {
  readonly config: Config;
  readonly clock: Clock;
  readonly database: Database;
  readonly jobs: Jobs;
  readonly liveEvents: LiveEvents;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly rateLimits: RateLimits;
  readonly staleReads: StaleReadRouting;
}
