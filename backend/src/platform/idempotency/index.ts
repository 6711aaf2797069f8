export { type KeyedRequest, once } from './once.ts';
export { type MaybeKeyedRequest, onceIfKeyed } from './once-if-keyed.ts';
export { pruneKeysJob } from './prune-keys.job.ts';
