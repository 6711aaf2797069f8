export { createStaleReads, type StaleReadRouting } from './stale-reads.ts';
