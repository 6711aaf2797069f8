import type { ChainFollower } from '../bitcoin/index.ts';
import type { Health } from './health/create-health.ts';
import type { HealthSources } from './health/health-sources.ts';

/** What operators work with. */
export interface OperationsServices extends HealthSources {
  readonly health: Health;
  /** Follows in processes that work; its last error is known there alone. */
  readonly follower: ChainFollower;
}
