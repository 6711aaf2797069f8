export { countRefusals } from './count-refusals.ts';
export { createMemoryStore, type RateLimit, type RateLimitStore } from './rate-limit-store.ts';
export { addressKey, createRateLimits, personKey, type RateLimits } from './rate-limits.ts';
