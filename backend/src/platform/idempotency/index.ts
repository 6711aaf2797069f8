export { type KeyedRequest, once } from './once.ts';
export { pruneKeysJob } from './prune-keys.job.ts';
