export { createJobs, DEAD, type EnqueueOptions, type JobDefinition, type Jobs } from './jobs.ts';
