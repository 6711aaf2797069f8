export { countRefusals } from './count-refusals.ts';
export { createLeasingStore } from './leasing-store.ts';
export { createPostgresCounts } from './postgres-counts.ts';
export { pruneCountsJob } from './prune-counts.job.ts';
export { createMemoryStore, type RateLimit, type RateLimitStore } from './rate-limit-store.ts';
export { addressKey, createRateLimits, personKey, type RateLimits } from './rate-limits.ts';
export { createRedisCounts } from './redis-counts.ts';
export type { SharedCounts } from './shared-counts.ts';
